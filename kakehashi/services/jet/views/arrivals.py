"""The roll of those who arrive: by group, as a file, ticked off on the day."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.exports import to_xlsx
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.items import Link
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import DeadlineKind, Group
from kakehashi.services.jet.exports.files import xlsx
from kakehashi.services.jet.forms.participants import ArrivedForm
from kakehashi.services.jet.models import Assignment, Cycle
from kakehashi.services.jet.operations.candidates import mark_arrived
from kakehashi.services.jet.queries.cycles import days_of
from kakehashi.services.jet.queries.placing import visible_assignments
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.views.cycles import crumbs
from kakehashi.services.jet.views.gates import council_only, cycle_of

PAGE = 200
DAYS = {Group.A: DeadlineKind.ARRIVAL_A, Group.B: DeadlineKind.ARRIVAL_B, Group.C: DeadlineKind.ARRIVAL_C}


def _group(request: SignedInRequest) -> str:
    asked = request.GET.get("group", "")
    return asked if asked in Group.values else ""


def _roll(request: SignedInRequest, cycle: Cycle, group: str) -> QuerySet[Assignment]:
    """Of this person: the council's all, a mission's, an organisation's, a host's own."""
    found = visible_assignments(request.person).filter(run__cycle=cycle)
    found = found.filter(application__group=group) if group else found
    found = found.select_related("application__country", "application__mission", "line__sheet__organisation__parent")
    return found.order_by("application__group", "application__number")


def _day_of(cycle: Cycle, group: str) -> dt.date | None:
    """When the group arrives, once that day has come."""
    days = [one.on for one in days_of(cycle, DAYS[Group(group)])] if group else []
    return days[0] if len(days) == 1 and days[0] <= clock.today() else clock.today()


@require_safe
def index(request: SignedInRequest, year: int) -> HttpResponse:
    cycle = cycle_of(request, year)
    group = _group(request)
    context = {
        "cycle": cycle,
        "page": Paginator(_roll(request, cycle, group), PAGE).get_page(request.GET.get("page")),
        "group": group,
        "groups": [(code, label, days_of(cycle, DAYS[Group(code)])) for code, label in Group.choices],
        "runs": runs_programme(request.person),
        "form": ArrivedForm(initial={"on": _day_of(cycle, group)}),
        "crumbs": crumbs(Link(str(cycle), reverse("jet:cycle", args=[year])), Link(_("来日者名簿"), "")),
    }
    return render(request, "jet/arrivals.html", context)


@require_safe
def export(request: SignedInRequest, year: int) -> HttpResponse:
    cycle = cycle_of(request, year)
    header = [
        _("来日グループ"),
        _("受験番号"),
        _("氏名"),
        _("国"),
        _("職種"),
        _("都道府県"),
        _("団体"),
        _("在外公館"),
        _("来日した"),
    ]
    rows = (
        [
            one.application.group,
            one.application.number,
            one.application.name,
            str(one.application.country),
            one.application.position,
            str(one.line.sheet.organisation.parent or one.line.sheet.organisation),
            str(one.line.sheet.organisation),
            str(one.application.mission),
            _("はい") if one.application.step == "departed" else "",
        ]
        for one in _roll(request, cycle, _group(request))
    )
    return xlsx(to_xlsx(header, rows, sheet=_("来日者名簿")), f"jet-arrivals-{year}")


@require_POST
@once
def mark(request: SignedInRequest, year: int) -> HttpResponse:
    """Tick off who has arrived; whoever is ticked off already stays so."""
    council_only(request)
    cycle = cycle_of(request, year)
    numbers = request.POST.getlist("arrived")[:PAGE]
    form = ArrivedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("来日した日を入れてください。"))
        return redirect("jet:arrivals", year)
    try:
        count = mark_arrived(cycle, numbers, on=form.cleaned_data["on"], by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(count)s人の来日を記録しました。") % {"count": count})
    return redirect("jet:arrivals", year)
