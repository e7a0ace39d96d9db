"""The list of cases: narrowed, counted, one line each."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kakehashi.engines.cases.models import ENDED, Case
from kakehashi.engines.cases.queries.reading import visible_cases, waiting_for
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.organisations.models import Person


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed to; empty fields do not narrow."""

    view: str = "open"
    step: str = ""
    office: int | None = None
    service: int | None = None
    fiscal_year: int | None = None
    text: str = ""


def filtered_cases(person: Person, narrowed: Filter) -> QuerySet[Case]:
    """The list of cases, newest first."""
    cases = waiting_for(person) if narrowed.view == "waiting" else visible_cases(person)
    if narrowed.view == "open":
        cases = cases.exclude(step__in=ENDED)
    elif narrowed.view == "ended":
        cases = cases.filter(step__in=ENDED)
    elif narrowed.view == "mine":
        cases = cases.filter(Q(lead=person) | Q(requester=person))
    if narrowed.step:
        cases = cases.filter(step=narrowed.step)
    if narrowed.office:
        cases = cases.filter(office=narrowed.office)
    if narrowed.service:
        cases = cases.filter(kind__service_number=narrowed.service)
    if narrowed.fiscal_year:
        cases = cases.filter(fiscal_year=narrowed.fiscal_year)
    for word in narrowed.text.split():
        cases = cases.filter(
            Q(title__icontains=word)
            | Q(number__iexact=word)
            | Q(host__icontains=word)
            | Q(city__icontains=word)
            | Q(applicant__name_ja__icontains=word)
        )
    return cases if narrowed.view == "waiting" else cases.order_by("-step_since", "-id")


def counts_by_view(person: Person) -> dict[str, int]:
    """How many cases each tab holds."""
    counted = Case.objects.visible_to(person).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=~Q(step__in=ENDED)),
        ended=Count("pk", filter=Q(step__in=ENDED)),
        mine=Count("pk", filter=Q(lead=person) | Q(requester=person)),
    )
    return counted | {"waiting": waiting_for(person).count()}


@dataclass(frozen=True)
class Line:
    """One case in a list."""

    case: Case
    state: str
    tone: str
    whose_turn: str
    is_mine: bool


_TONES = {
    "draft": "neutral",
    "needs_info": "warning",
    "needs_detail": "warning",
    "ready": "success",
    "closed": "neutral",
    "declined": "danger",
    "withdrawn": "neutral",
}


def line_of(case: Case, person: Person) -> Line:
    """No query: the case comes from `visible_cases`."""
    held = standing(person)
    turn = case.turn
    handles = bool({case.office_id, case.assisting_id} & held.where(Permission.HANDLE_CASES))
    asks = handles if case.is_own else case.applicant_id in held.where(Permission.REQUEST_SERVICES)
    follows = case.branch_id in held.where(Permission.FOLLOW_MEMBERS)
    is_staff = handles or held.may(Permission.OVERSEE_CASES)
    names = {Turn.CLIENT: case.asker, Turn.OFFICE: str(case.office), Turn.BRANCH: str(case.branch or "")}
    return Line(
        case,
        state=str(case.stage.label if is_staff else case.stage.public_label),
        tone=_TONES.get(case.step, "info"),
        whose_turn=names.get(turn, ""),
        is_mine={Turn.CLIENT: asks, Turn.OFFICE: handles, Turn.BRANCH: follows}.get(turn, False),
    )


def years_with_cases(person: Person) -> list[int]:
    years = Case.objects.visible_to(person).order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return list(years.distinct())
