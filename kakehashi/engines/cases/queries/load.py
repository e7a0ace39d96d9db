"""How much each officer of an office has in hand."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries.options import HANDLING
from kakehashi.engines.cases.queries.reading import office_reports
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.organisations.models import Organisation, Person, valid_on
from kakehashi.kernel import clock

_OPEN = [step.code for step in CASE_FLOW.steps if not step.is_end]
_OFFICES = [step.code for step in CASE_FLOW.steps if step.turn is Turn.OFFICE]


@dataclass(frozen=True)
class Load:
    """One officer's open work; ``officer`` None: what nobody has taken yet.

    `has_left`: works there no more, nor at an office that this one helps.
    """

    officer: Person | None
    has_left: bool
    open: int
    waiting: int  # for the office
    overdue: int
    next_day: dt.date | None  # the nearest deadline or visit that is still to come

    @property
    def lead(self) -> int:
        """As the list of cases takes it in its address; 0: nobody leads."""
        return self.officer.pk if self.officer else 0


def load_of(office: Organisation, viewer: Person) -> list[Load]:
    """Every officer of the office, those with nothing too, the busiest first; at the end what is nobody's yet.

    Only cases the viewer may see. Two queries.
    """
    figures = {row["lead"]: row for row in _figures(office, viewer)}
    working = RoleHeld.objects.filter(
        valid_on(clock.today()), person=OuterRef("pk"), organisation=office, role__in=HANDLING
    )
    leading = Case.objects.filter(assisting=office).values("office")  # where we help, the lead is of the one that asked
    beside = RoleHeld.objects.filter(
        valid_on(clock.today()), person=OuterRef("pk"), organisation__in=leading, role__in=HANDLING
    )
    people = Person.objects.annotate(works_here=Exists(working), works_beside=Exists(beside))
    officers = people.filter(Q(works_here=True) | Q(pk__in=[pk for pk in figures if pk is not None]))
    loads = [
        _load(figures.get(officer.pk), officer, has_left=not (officer.works_here or officer.works_beside))
        for officer in officers
    ]
    loads.sort(key=lambda load: -load.open)
    if None in figures:
        loads.append(_load(figures[None], None, has_left=False))
    return loads


def _figures(office: Organisation, viewer: Person) -> QuerySet[Case, dict[str, Any]]:
    today = clock.today()
    here = Case.objects.visible_to(viewer).filter(Q(office=office) | Q(assisting=office), step__in=_OPEN)
    return (
        here.order_by()
        .values("lead")
        .annotate(
            open=Count("pk"),
            waiting=Count("pk", filter=Q(step__in=_OFFICES) | office_reports()),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            next_due=Min("due_on", filter=Q(due_on__gte=today)),
            next_visit=Min("first_day", filter=Q(first_day__gte=today)),
        )
    )


def _load(figures: dict[str, Any] | None, officer: Person | None, *, has_left: bool) -> Load:
    if figures is None:
        return Load(officer, has_left, open=0, waiting=0, overdue=0, next_day=None)
    days = [day for day in (figures["next_due"], figures["next_visit"]) if day is not None]
    return Load(
        officer,
        has_left,
        open=figures["open"],
        waiting=figures["waiting"],
        overdue=figures["overdue"],
        next_day=min(days, default=None),
    )


def offices_to_share_out(person: Person) -> QuerySet[Organisation]:
    """Where the person gives cases to officers."""
    return Organisation.objects.filter(pk__in=standing(person).where(Permission.ASSIGN_CASES)).order_by("code")
