"""Years of the programme, their days and plans."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person
from kakehashi.services.jet.choices import CountryGroup, DeadlineKind, Group
from kakehashi.services.jet.models import CountryPlan, Cycle, Deadline

TAKING_PART = (
    Permission.REQUEST_SERVICES,
    Permission.FOLLOW_MEMBERS,
    Permission.HANDLE_JET,
    Permission.SELECT_CANDIDATES,
    Permission.APPROVE_PLACEMENT,
)


def takes_part(person: Person | None) -> bool:
    """Asks, gathers or runs the programme."""
    held = standing(person)
    return any(held.may(one) for one in TAKING_PART)


def visible_cycles(person: Person | None) -> QuerySet[Cycle]:
    return Cycle.objects.all() if takes_part(person) else Cycle.objects.none()


def current_cycle() -> Cycle | None:
    """The one that takes requests, else the newest."""
    return Cycle.objects.order_by("-takes_requests", "-year").first()


def deadlines(cycle: Cycle) -> list[Deadline]:
    """In the order of the year."""
    order = DeadlineKind.values
    found = cycle.deadlines.select_related("country")
    return sorted(found, key=lambda one: (one.on, order.index(one.kind)))


def days_of(cycle: Cycle, kind: DeadlineKind) -> list[Deadline]:
    """The days of one kind, for whichever countries."""
    return list(cycle.deadlines.filter(kind=kind).select_related("country"))


def deadline(cycle: Cycle, kind: DeadlineKind, *, country: str = "", group: str = "") -> Deadline | None:
    """The day that holds for a country: its own, else that of its group, else that of all."""
    if country and not group:
        plan = CountryPlan.objects.filter(cycle=cycle, country=country).first()
        group = plan.group if plan else ""
    found = {(one.country_id or "", one.group): one for one in cycle.deadlines.filter(kind=kind)}
    for key in ((country, ""), ("", group), ("", "")):
        if key in found:
            return found[key]
    return None


_ARRIVALS = {
    str(Group.A): DeadlineKind.ARRIVAL_A,
    str(Group.B): DeadlineKind.ARRIVAL_B,
    str(Group.C): DeadlineKind.ARRIVAL_C,
}


@dataclass(frozen=True)
class ArrivalDays:
    """When the groups of a year arrive; for a country on its own day, else on that of its calendar, else of all."""

    days: Mapping[tuple[str, str, str], dt.date]
    calendars: Mapping[str, str]

    def day(self, group: str, country: str) -> dt.date | None:
        """``None``: not set."""
        kind = str(_ARRIVALS.get(group, ""))
        keys = ((kind, country, ""), (kind, "", self.calendars.get(country, "")), (kind, "", ""))
        return next((self.days[key] for key in keys if key in self.days), None)


def arrival_days(cycle: Cycle) -> ArrivalDays:
    """In two queries, for however many people."""
    found = cycle.deadlines.filter(kind__in=_ARRIVALS.values())
    days = {(one.kind, one.country_id or "", one.group): one.on for one in found}
    return ArrivalDays(days, dict(CountryPlan.objects.filter(cycle=cycle).values_list("country", "group")))


def plan_of(cycle: Cycle) -> QuerySet[CountryPlan]:
    return cycle.plan.select_related("country")


def groups_of(cycle: Cycle) -> dict[str, list[str]]:
    """Names of the countries of each group."""
    found: dict[str, list[str]] = {str(group.label): [] for group in CountryGroup}
    for one in plan_of(cycle):
        found[one.get_group_display()].append(str(one.country))
    return found
