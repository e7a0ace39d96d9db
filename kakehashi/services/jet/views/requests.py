"""Sheets of requests: where one begins, the list, one with its lines and moves."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import buttons, form_of
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.services.jet.choices import DeadlineKind, Position
from kakehashi.services.jet.flow import REQUEST_FLOW
from kakehashi.services.jet.forms.requests import ContactForm, FileForm
from kakehashi.services.jet.models import Cycle, RequestLine, RequestSheet
from kakehashi.services.jet.operations import requests as operations
from kakehashi.services.jet.queries import cycles as cycle_queries
from kakehashi.services.jet.queries import requests as queries
from kakehashi.services.jet.queries.leaving import Hint, hints, study
from kakehashi.services.jet.queries.placing import announced_run
from kakehashi.services.jet.rules import requests as rules
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import cycle_of, participants_only, writers_only

PAGE = 50
NAMED = 200  # organisations without a sheet on one page


def sheet_of(request: SignedInRequest, pk: int) -> RequestSheet:
    return get_object_or_404(queries.visible_sheets(request.person), pk=pk)


def sheets_link(cycle: Cycle) -> Link:
    return Link(_("%(cycle)sの要望書") % {"cycle": cycle}, reverse("jet:sheets", args=[cycle.year]))


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What this person has to do in the programme now."""
    participants_only(request)
    cycle = cycle_queries.current_cycle()
    held = standing(request.person)
    own = queries.asking_organisations(request.person).filter(pk__in=held.where(Permission.REQUEST_SERVICES))
    context: dict[str, Any] = {"cycle": cycle, "runs": rules.runs_programme(request.person)}
    if cycle is not None:
        mine = queries.with_posts(queries.visible_sheets(request.person).filter(cycle=cycle, organisation__in=own))
        context |= {
            "sheets": [(one, REQUEST_FLOW.step(one.step)) for one in mine],
            "to_begin": own.exclude(pk__in=mine.values("organisation")) if cycle.takes_requests else [],
            "gathers": bool(held.where(Permission.FOLLOW_MEMBERS)),
            "selects": held.may(Permission.HANDLE_JET) or held.may(Permission.SELECT_CANDIDATES),
            "places": held.may(Permission.HANDLE_JET) or held.may(Permission.APPROVE_PLACEMENT),
            "counted": queries.counted(request.person, cycle),
            "deadlines": cycle_queries.deadlines(cycle),
        }
    return render(request, "jet/home.html", context)


@require_safe
def index(request: SignedInRequest, year: int) -> HttpResponse:
    cycle = cycle_of(request, year)
    asked = {name: request.GET.get(name, "")[:80].replace("\0", "") for name in ("q", "step", "position")}
    found = queries.find_sheets(
        request.person, cycle=cycle, text=asked["q"], step=asked["step"], position=asked["position"]
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    missing = queries.without_sheet(request.person, cycle)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, REQUEST_FLOW.step(one.step), rules.is_turn_of(request.person, one)) for one in page],
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "steps": [(step.code, step.label) for step in REQUEST_FLOW.steps],
        "positions": Position.choices,
        "missing": missing[:NAMED],
        "missing_count": missing.count(),
        "gathers": bool(standing(request.person).where(Permission.FOLLOW_MEMBERS)),
        "days": cycle_queries.days_of(cycle, DeadlineKind.REQUEST),
        "file_form": FileForm(),
        "crumbs": crumbs(sheets_link(cycle)),
    }
    return render(request, "jet/sheets.html", context)


@require_POST
@once
def begin(request: SignedInRequest, year: int) -> HttpResponse:
    """Begin the sheet of an organisation, or go on with the one there is."""
    cycle = cycle_of(request, year)
    wanted = queries.asking_organisations(request.person).filter(code=request.POST.get("organisation", "")[:40])
    organisation = get_object_or_404(wanted)
    try:
        sheet = operations.begin_sheet(cycle, organisation, by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("jet:home")
    if sheet.lines.exists():
        messages.success(request, _("前の年の行を写しました。直してから出してください。"))
    return redirect("jet:sheet", sheet.pk)


@require_POST
@once
def remind(request: SignedInRequest, year: int) -> HttpResponse:
    cycle = cycle_of(request, year)
    count = operations.remind_missing(cycle, by=request.person)
    messages.success(request, _("%(count)s団体に、要望書を出すよう知らせました。") % {"count": count})
    return redirect("jet:sheets", year)


@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "jet/sheet.html", _page(request, sheet_of(request, pk)))


def _page(request: SignedInRequest, found: RequestSheet, form: MoveForm | None = None) -> dict[str, Any]:
    def action(code: str) -> str:
        return reverse("jet:sheet_move", args=[found.pk, code])

    return {
        "sheet": found,
        "step": REQUEST_FLOW.step(found.step),
        "lines": _with_hints(found),
        "posts": sum(line.posts for line in found.lines.all()),
        "may_write": rules.may_write(request.person, found),
        "may_rank": rules.runs_programme(request.person) and found.step in ("forwarded", "accepted"),
        "days": cycle_queries.days_of(found.cycle, DeadlineKind.REQUEST),
        "story": [(one, REQUEST_FLOW.step(one.to_step)) for one in queries.story(found)],
        "is_announced": found.step == "accepted" and announced_run(found.cycle) is not None,
        "crumbs": crumbs(sheets_link(found.cycle), Link(str(found.organisation), "")),
        **buttons(REQUEST_FLOW, found, request.person, action=action, form=form),
    }


def _with_hints(sheet: RequestSheet) -> list[tuple[RequestLine, list[Hint]]]:
    """The lines, each with what is known of early leaving under its conditions."""
    studied = study()
    return [(line, hints(line, studied)) for line in sheet.lines.order_by("number")]


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    found = sheet_of(request, pk)
    if code not in {one.code for one in REQUEST_FLOW.moves}:
        raise Http404
    form = form_of(REQUEST_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "jet/sheet.html", _page(request, found, form), status=422)
    try:
        operations.move_sheet(
            found, code, by=request.person, note=form.cleaned_data["note"], base_revision=sent_revision(request)
        )
    except MoveRefusedError as refused:
        context = _page(request, sheet_of(request, pk), form) | {"refused": str(refused)}
        return render(request, "jet/sheet.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": REQUEST_FLOW.move(code).label})
    if queries.visible_sheets(request.person).filter(pk=pk).exists():
        return redirect("jet:sheet", pk)
    return redirect("jet:sheets", found.cycle.year)


@once
def contact(request: SignedInRequest, pk: int) -> HttpResponse:
    found = sheet_of(request, pk)
    writers_only(request, found)
    form = ContactForm(request.POST or None, instance=sheet_of(request, pk))
    context: dict[str, Any] = {"form": form, "sheet": found, "revision": found.revision}
    way = Link(str(found.organisation), reverse("jet:sheet", args=[pk]))
    context["crumbs"] = crumbs(sheets_link(found.cycle), way, Link(_("連絡先"), ""))
    if form.is_valid():
        revision = sent_revision(request)
        try:
            operations.change_contact(found, form.cleaned_data, base_revision=revision, by=request.person)
        except StaleError as stale:
            context |= {"differences": form.differences(stale.now), "revision": stale.now.revision}
            return render(request, "jet/contact.html", context, status=409)
        except MoveRefusedError as refused:
            return render(request, "jet/contact.html", context | {"refused": str(refused)}, status=409)
        messages.success(request, _("連絡先を保存しました。"))
        return redirect("jet:sheet", pk)
    return render(request, "jet/contact.html", context, status=422 if form.is_bound else 200)
