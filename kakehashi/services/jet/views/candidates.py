"""Candidates: the list of a year, one with what is known and its moves, and one's own."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import buttons, form_of
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.choices import Position
from kakehashi.services.jet.flow import CANDIDATE_FLOW
from kakehashi.services.jet.forms.candidates import ApplicationForm, WishesForm, labelled, wishes_of
from kakehashi.services.jet.forms.requests import FileForm, countries_of
from kakehashi.services.jet.models import Application, Cycle
from kakehashi.services.jet.operations import candidates as operations
from kakehashi.services.jet.queries import candidates as queries
from kakehashi.services.jet.queries.placing import is_in_announced_run
from kakehashi.services.jet.queries.vacancies import open_offer
from kakehashi.services.jet.rules import candidates as rules
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import application_writers_only, cycle_of, selectors_only

PAGE = 50


def application_of(request: SignedInRequest, pk: int) -> Application:
    return get_object_or_404(queries.visible_applications(request.person), pk=pk)


def candidates_link(cycle: Cycle) -> Link:
    return Link(_("%(cycle)sの候補者") % {"cycle": cycle}, reverse("jet:candidates", args=[cycle.year]))


def _way(request: SignedInRequest, application: Application, words: str = "") -> list[Link]:
    """Through the list for who selects, through one's own for a candidate."""
    here = Link(str(application), reverse("jet:candidate", args=[application.pk]) if words else "")
    last = [here, Link(words, "")] if words else [here]
    if rules.selects(request.person, application):
        return crumbs(candidates_link(application.cycle), *last)
    return [Link(_("わたしの応募"), reverse("jet:mine")), *last]


@require_safe
def index(request: SignedInRequest, year: int) -> HttpResponse:
    selectors_only(request)
    cycle = cycle_of(request, year)
    asked = {name: request.GET.get(name, "")[:80].replace("\0", "") for name in ("q", "step", "position", "country")}
    found = queries.find_applications(
        request.person,
        cycle=cycle,
        text=asked["q"],
        step=asked["step"],
        position=asked["position"],
        country=asked["country"],
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, CANDIDATE_FLOW.step(one.step)) for one in page],
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "steps": [(step.code, step.label) for step in CANDIDATE_FLOW.steps],
        "positions": Position.choices,
        "countries": queries.countries_applying(request.person, cycle),
        "counted": queries.counted(request.person, cycle),
        "enters": queries.entering_missions(request.person).exists(),
        "file_form": FileForm(),
        "crumbs": crumbs(candidates_link(cycle)),
    }
    return render(request, "jet/candidates.html", context)


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What a candidate finds: the own applications, the newest first."""
    found = list(queries.own_applications(request.person))
    if not found:
        raise Http404
    rows = [(one, CANDIDATE_FLOW.step(one.step)) for one in found]
    return render(request, "jet/mine.html", {"rows": rows, "crumbs": [Link(_("わたしの応募"), "")]})


@require_safe
def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "jet/candidate.html", _page(request, application_of(request, pk)))


def _page(request: SignedInRequest, found: Application, form: MoveForm | None = None) -> dict[str, Any]:
    def action(code: str) -> str:
        return reverse("jet:candidate_move", args=[found.pk, code])

    selects = rules.selects(request.person, found)
    step = CANDIDATE_FLOW.step(found.step)
    return {
        "one": found,
        "step": step,
        "step_words": step.label if selects else step.public_label,
        "selects": selects,
        "runs": runs_programme(request.person),
        "may_write": rules.may_write(request.person, found),
        "may_wish": rules.may_wish(request.person, found),
        "offer": open_offer(found),
        "participant": getattr(found, "participant", None),
        "is_announced": is_in_announced_run(found),
        "choices": found.choices.select_related("place"),
        "story": [(passed, CANDIDATE_FLOW.step(passed.to_step)) for passed in queries.story(found)],
        "crumbs": _way(request, found),
        **buttons(CANDIDATE_FLOW, found, request.person, action=action, form=form),
    }


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    found = application_of(request, pk)
    if code not in {one.code for one in CANDIDATE_FLOW.moves}:
        raise Http404
    form = form_of(CANDIDATE_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "jet/candidate.html", _page(request, found, form), status=422)
    try:
        operations.move_application(
            found, code, by=request.person, note=form.cleaned_data["note"], base_revision=sent_revision(request)
        )
    except MoveRefusedError as refused:
        context = _page(request, application_of(request, pk), form) | {"refused": str(refused)}
        return render(request, "jet/candidate.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": CANDIDATE_FLOW.move(code).label})
    return redirect("jet:candidate", pk)


@once
def new(request: SignedInRequest, year: int) -> HttpResponse:
    selectors_only(request)
    cycle = cycle_of(request, year)
    missions = list(queries.entering_missions(request.person))
    chosen = next((one for one in missions if one.code == request.POST.get("mission")), None)
    form = ApplicationForm(countries_of(cycle), request.POST or None)
    if form.is_valid() and chosen is not None:
        try:
            made = operations.add_application(cycle, chosen, form.values(), by=request.person)
        except MoveRefusedError as refused:
            form.add_error("number", str(refused))
        else:
            messages.success(request, _("応募者を登録しました。"))
            return redirect("jet:candidate", made.pk)
    way = crumbs(candidates_link(cycle), Link(_("応募者を登録する"), ""))
    context = {"form": form, "missions": missions, "chosen": request.POST.get("mission"), "crumbs": way}
    return render(request, "jet/candidate_edit.html", context, status=422 if form.is_bound else 200)


@once
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = application_of(request, pk)
    application_writers_only(request, found)
    form = ApplicationForm(countries_of(found.cycle), request.POST or None, instance=application_of(request, pk))
    context: dict[str, Any] = {"form": form, "one": found, "revision": found.revision}
    context["crumbs"] = _way(request, found, _("応募者を直す"))
    if form.is_valid():
        revision = sent_revision(request)
        try:
            operations.change_application(found, form.values(), base_revision=revision, by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "jet/candidate_edit.html", context, status=409)
        except MoveRefusedError as refused:
            return render(request, "jet/candidate_edit.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("応募者を保存しました。"))
        return redirect("jet:candidate", pk)
    return render(request, "jet/candidate_edit.html", context, status=422 if form.is_bound else 200)


@once
def wishes(request: SignedInRequest, pk: int) -> HttpResponse:
    found = application_of(request, pk)
    places = {one.code: one for one in queries.places_to_wish()}
    form = WishesForm(places, request.POST or None, initial=wishes_of(found))
    context: dict[str, Any] = {"form": form, "one": found, "revision": found.revision}
    context["crumbs"] = _way(request, found, _("配置の希望"))
    if form.is_valid():
        wish, partner = form.cleaned_data["wish"], form.cleaned_data["partner"]
        revision = sent_revision(request)
        try:
            operations.set_wishes(
                found, form.wishes(), wish=wish, partner=partner, base_revision=revision, by=request.person
            )
        except StaleError as stale:
            context |= {"refused": _("ほかの人が先に保存しました。今の内容を確かめてください。")}
            context |= {"revision": stale.now.revision, "now": labelled(form, wishes_of(application_of(request, pk)))}
            return render(request, "jet/wishes.html", context, status=409)
        except MoveRefusedError as refused:
            return render(request, "jet/wishes.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("希望を保存しました。"))
        return redirect("jet:candidate", pk)
    return render(request, "jet/wishes.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def care(request: SignedInRequest, pk: int) -> HttpResponse:
    found = application_of(request, pk)
    try:
        operations.confirm_care(found, base_revision=sent_revision(request), by=request.person)
    except StaleError:
        messages.error(request, _("ほかの人が先に保存しました。今の内容を確かめてください。"))
    else:
        messages.success(request, _("事情に合う配置先を確かめたことを記録しました。"))
    return redirect("jet:candidate", pk)


@require_POST
@once
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    found = application_of(request, pk)
    try:
        operations.invite_candidate(found, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(email)s に招待を送りました。") % {"email": found.email})
    return redirect("jet:candidate", pk)
