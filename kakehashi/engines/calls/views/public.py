"""The calls as everybody reads them, without signing in."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kakehashi.engines.calls.forms.public import SoughtForm, sought_in
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries import public as queries
from kakehashi.engines.calls.queries.honouring import adopted_of, ceremony_of
from kakehashi.engines.calls.queries.tracks import track_questions
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import VisitorRequest
from kakehashi.foundation.forms.exchange import to_xlsx
from kakehashi.foundation.ui.items import File, Link

PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@require_safe
def index(request: VisitorRequest) -> HttpResponse:
    """What is open, what comes, what is past; narrowed by year, who applies and what is given."""
    asked = request.GET.dict()
    sought = sought_in(asked)
    found = queries.find_calls(sought)
    kept = {name: asked[name] for name in SoughtForm.base_fields if asked.get(name)}
    tabs = [
        Link(str(state.label), f"?{urlencode({'state': state.value, **kept})}", state == sought.state, count)
        for state, count in found.counts.items()
    ]
    page = Paginator(found.lines, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "sought": sought, "is_narrowed": bool(kept)}
    return render(request, "calls/calls.html", context | {"form": SoughtForm(asked, found.years)})


@login_not_required
@require_safe
def call(request: VisitorRequest, pk: int) -> HttpResponse:
    """One call; while it is being prepared, who prepares it sees here how it will look."""
    found = get_object_or_404(queries.whole_call(request.person), pk=pk)
    return render(request, "calls/call.html", _page_of(found) | {"ways": ways_of_call(found, request.person)})


def _page_of(found: Call) -> dict[str, Any]:
    state = queries.state_of(found)
    return {
        "call": found,
        "crumbs": [Link(_("募集一覧"), reverse("calls:calls")), Link(str(found), "")],
        "state": state,
        "tone": queries.TONES[state],
        "who": queries.eligible_words(found),
        "criteria": queries.criteria_of(found),
        "amounts": queries.amounts_of(found),
        "has_budgets": queries.has_budgets(found.tracks.all()),
        "files": _files(found),
        "adopted": adopted_of(found),
        "ceremony": ceremony_of(found),
        "others": queries.other_calls(found)[:6],
        "apply_url": _way_in(found),
        "opens_in": queries.days_until(found.opens_at) if found.opens_at else None,
    }


def _files(found: Call) -> list[File]:
    return [
        File(str(queries.ROLES[role]), reverse("calls:blank", args=[found.pk, role]), kind="Excel")
        for role, _version in queries.blanks_of(found)
    ]


def _way_in(found: Call) -> str:
    """Where applying begins; empty while it cannot."""
    try:
        return reverse("calls:apply", args=[found.pk]) if found.is_open else ""
    except NoReverseMatch:
        return ""


@login_not_required
@require_safe
def blank(request: VisitorRequest, pk: int, role: str) -> HttpResponse:
    """A form of the call with nothing in it, for desks that must work in Excel."""
    found = get_object_or_404(queries.whole_call(request.person), pk=pk)
    version = queries.blank_of(found, role)
    if version is None:
        raise Http404
    name = f"{found.scheme.code}-{found.fiscal_year}-{role.removesuffix('_form')}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    first = track_questions(found) if role == "application_form" else []
    return HttpResponse(to_xlsx(version, stamp={"call": found.pk}, first=first), content_type=XLSX, headers=headers)
