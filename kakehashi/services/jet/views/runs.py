"""One placement: what came out, its proof, who is left and why, changes with their price, the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import buttons, form_of
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.exports.archive import archive
from kakehashi.services.jet.flow import PLACEMENT_FLOW
from kakehashi.services.jet.forms.placement import EditForm, SupposeForm
from kakehashi.services.jet.forms.requests import countries_of
from kakehashi.services.jet.models import PlacementRun
from kakehashi.services.jet.operations import placement as operations
from kakehashi.services.jet.placing.words import CAUSES
from kakehashi.services.jet.queries import outcomes
from kakehashi.services.jet.queries import placing as queries
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only
from kakehashi.services.jet.views.placement import placement_link, placers_only

PAGE = 100
SEEN = ("solved", "proposed", "approved", "notified")  # with an outcome


def run_of(request: SignedInRequest, pk: int, *, solved: bool = False) -> PlacementRun:
    placers_only(request)
    found = get_object_or_404(queries.visible_runs(request.person), pk=pk)
    if solved and found.step not in SEEN:
        raise Http404
    return found


def _way(found: PlacementRun, *words: str) -> list[Link]:
    here = _("計算%(number)s") % {"number": found.number}
    if not words:
        return crumbs(placement_link(found.cycle), Link(here, ""))
    back = Link(here, reverse("jet:run", args=[found.pk]))
    return crumbs(placement_link(found.cycle), back, *(Link(one, "") for one in words))


@require_safe
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "jet/run.html", _page(request, run_of(request, pk)))


def _page(
    request: SignedInRequest,
    found: PlacementRun,
    form: MoveForm | None = None,
    changed: EditForm | SupposeForm | None = None,
) -> dict[str, Any]:
    def action(code: str) -> str:
        return reverse("jet:run_move", args=[found.pk, code])

    runs = runs_programme(request.person)
    context: dict[str, Any] = {
        "one": found,
        "step": PLACEMENT_FLOW.step(found.step),
        "runs": runs,
        "edits": found.edits,
        "story": [(passed, PLACEMENT_FLOW.step(passed.to_step)) for passed in queries.story(found)],
        "crumbs": _way(found),
        **buttons(PLACEMENT_FLOW, found, request.person, action=action, form=form),
    }
    if found.step not in SEEN:
        return context
    q = request.GET.get("q", "")[:80].replace("\0", "")
    rows = outcomes.placed_rows(found, q)
    context |= {
        "q": q,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tiers": outcomes.tier_rows(found),
        "unplaced": outcomes.unplaced_rows(found),
        "open_lines": outcomes.open_rows(found),
        "fairness": outcomes.fairness_rows(found),
        "envies": [(who, whom, line, CAUSES[cause]) for who, whom, line, cause in found.envies[:50]],
        "told": found.assignments.count() if found.step == "notified" else 0,
        "changes": runs and found.step != "notified",
        **_change_forms(found, changed),
    }
    return context


def _change_forms(found: PlacementRun, sent: EditForm | SupposeForm | None) -> dict[str, Any]:
    empty = SupposeForm(countries_of(found.cycle), auto_id="suppose_%s")
    return {
        "edit_form": sent if isinstance(sent, EditForm) else EditForm(auto_id="edit_%s"),
        "suppose_form": sent if isinstance(sent, SupposeForm) else empty,
    }


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    found = run_of(request, pk)
    if code not in {one.code for one in PLACEMENT_FLOW.moves}:
        raise Http404
    form = form_of(PLACEMENT_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "jet/run.html", _page(request, found, form), status=422)
    try:
        operations.move_run(
            found, code, by=request.person, note=form.cleaned_data["note"], base_revision=sent_revision(request)
        )
    except MoveRefusedError as refused:
        context = _page(request, run_of(request, pk), form) | {"refused": str(refused)}
        return render(request, "jet/run.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": PLACEMENT_FLOW.move(code).label})
    if queries.visible_runs(request.person).filter(pk=pk).exists():
        return redirect("jet:run", pk)
    return redirect("jet:placement", found.cycle.year)


@require_POST
@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One change more, as a run of its own."""
    council_only(request)
    found = run_of(request, pk, solved=True)
    supposes = request.POST.get("kind") == "more"
    form: EditForm | SupposeForm = EditForm(request.POST, auto_id="edit_%s")
    if supposes:
        form = SupposeForm(countries_of(found.cycle), request.POST, auto_id="suppose_%s")
    if form.is_valid():
        try:
            made = operations.edit_run(found, form.edit(), by=request.person)
        except MoveRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("jet:run", made.pk)
    return render(request, "jet/run.html", _page(request, found, changed=form), status=422)


@require_safe
def tables(request: SignedInRequest, pk: int) -> HttpResponse:
    """What went in and what came out, so that anybody can reckon again."""
    found = run_of(request, pk, solved=True)
    content = archive(found, queries.outcome(found))
    name = f"jet-placement-{found.cycle.year}-{found.number}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_safe
def why_candidate(request: SignedInRequest, pk: int, number: str) -> HttpResponse:
    """Why this candidate is placed there, or nowhere."""
    found = run_of(request, pk, solved=True)
    why = outcomes.why_candidate(found, number)
    if why is None:
        raise Http404
    return render(request, "jet/why_candidate.html", {"one": found, "why": why, "crumbs": _way(found, number)})


@require_safe
def why_line(request: SignedInRequest, pk: int, line: str) -> HttpResponse:
    """Who comes, and why posts stay open."""
    found = run_of(request, pk, solved=True)
    why = outcomes.why_line(found, line)
    if why is None:
        raise Http404
    return render(request, "jet/why_line.html", {"one": found, "why": why, "crumbs": _way(found, line)})
