"""Figures of a fiscal year by office and kind, beside those of the year before; each number is that of a list.

Counted in groups by the database, summed up here: a case with an assisting office counts at both, as in the list,
and once in the whole. Constant number of queries.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import get_language

from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.models import ENDED, Case, CaseKind, Item, Paper
from kakehashi.engines.cases.queries.lists import matching
from kakehashi.engines.cases.queries.narrowing import ARRANGED, NOT_ARRANGED, STEPS_OF_OUTCOME, Filter
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

MARKS = ("useful", "quality", "ease", "information", "cost")  # questions of the follow-up, answered 1 to 5
FEWEST = 5  # below it an average would tell what one body said
SHOWN_BODIES = 30
_WORKPLACES = (OrganisationKind.OFFICE, OrganisationKind.SECTION, OrganisationKind.HEADQUARTERS)
_OUTCOME_OF = {step: outcome for outcome, steps in STEPS_OF_OUTCOME.items() for step in steps}
_GIVEN = frozenset("12345")
_Key = tuple[str, int]  # ("office", 7), ("kind", 3), ("all", 0)
_ALL: _Key = ("all", 0)


@dataclass
class Days:
    """Working days of ended cases: how many cases took how many."""

    cases: Counter[int] = field(default_factory=Counter)

    @property
    def median(self) -> float | None:
        return median(self.cases.elements()) if self.cases else None

    @property
    def ninetieth(self) -> int | None:
        """Within so many days nine of ten were done (nearest rank)."""
        days = sorted(self.cases.elements())
        return days[math.ceil(len(days) * 0.9) - 1] if days else None


@dataclass
class Figures:
    """One row in one year. `counts` by `Filter.outcome`, and "overdue"; `items` by whether they were arranged."""

    counts: Counter[str] = field(default_factory=Counter)
    office_days: Days = field(default_factory=Days)
    client_days: Days = field(default_factory=Days)
    items: Counter[bool] = field(default_factory=Counter)
    marks: dict[str, list[int]] = field(default_factory=lambda: {mark: [] for mark in MARKS})


@dataclass
class Row:
    """An office, a kind, or all; `narrowed` is the list of what it has received."""

    name: str
    narrowed: Filter
    now: Figures
    before: Figures

    def filter_of(self, count: str) -> Filter:
        """The list that holds the cases of one of its counts."""
        if count == "overdue":
            return replace(self.narrowed, outcome="running", due="overdue")
        if count == "ended":
            return replace(self.narrowed, view="ended")
        return replace(self.narrowed, outcome=count)


@dataclass(frozen=True)
class Body:
    """An organisation that asked; `is_new`: it has asked for nothing of the kind in an earlier year."""

    name: str
    received: int
    narrowed: Filter
    is_new: bool


@dataclass
class Bodies:
    """How many organisations used it: at all, twice or more, for the first time."""

    used: int = 0
    again: int = 0
    new: int = 0
    named: list[Body] = field(default_factory=list)


@dataclass(frozen=True)
class Statistics:
    """A fiscal year; `offices` is empty where one office is looked at, `kinds` where one kind is."""

    total: Row
    offices: list[Row]
    kinds: list[Row]
    bodies: Bodies
    bodies_before: Bodies


@dataclass(frozen=True)
class Scope:
    """What may be chosen; `must_choose`: an office, because the person works at some, not at all."""

    years: range
    offices: dict[int, str]
    kinds: dict[int, str]
    must_choose: bool


def may_see_statistics(person: Person) -> bool:
    held = standing(person)
    return held.may(Permission.OVERSEE_CASES) or bool(held.where(Permission.HANDLE_CASES))


def scope_of(person: Person) -> Scope:
    """Three queries."""
    held = standing(person)
    is_overseer = held.may(Permission.OVERSEE_CASES)
    offices = Organisation.objects.filter(kind__in=_WORKPLACES).order_by("code")
    if not is_overseer:
        offices = offices.filter(pk__in=held.where(Permission.HANDLE_CASES))
    this_year = clock.fiscal_year(clock.today())
    first = Case.objects.aggregate(first=Min("fiscal_year"))["first"] or this_year
    return Scope(
        years=range(min(first, this_year), this_year + 1),
        offices=dict(_names(offices)),
        kinds=dict(_names(CaseKind.objects.order_by("order", "service_number", "id"))),
        must_choose=not is_overseer,
    )


def _names(rows: QuerySet[Any]) -> Iterable[tuple[int, str]]:
    is_english = get_language() == "en"
    return ((pk, en if is_english and en else ja) for pk, ja, en in rows.values_list("pk", "name_ja", "name_en"))


def statistics(person: Person, scope: Scope, *, fiscal_year: int, office: int | None, kind: int | None) -> Statistics:
    """The figures of what the person may see. Five queries."""
    asked = Filter(view="all", fiscal_year=fiscal_year, office=office, kind=kind, outcome="received")
    cases = matching(person, replace(asked, fiscal_year=None))
    years = cases.filter(fiscal_year__in=(fiscal_year, fiscal_year - 1))
    found: dict[tuple[_Key, int], Figures] = defaultdict(Figures)
    _count(years, found)
    _measure(years, found)
    _count_items(years, found)
    _read_marks(years, found)

    def row(name: str, key: _Key, narrowed: Filter) -> Row:
        return Row(name, narrowed, found[key, fiscal_year], found[key, fiscal_year - 1])

    offices = [row(name, ("office", pk), replace(asked, office=pk)) for pk, name in scope.offices.items()]
    kinds = [row(name, ("kind", pk), replace(asked, kind=pk)) for pk, name in scope.kinds.items()]
    now, before = _bodies(cases, asked)
    return Statistics(
        row("", _ALL, asked),
        [] if office else _with_cases(offices),
        [] if kind else _with_cases(kinds),
        now,
        before,
    )


def _with_cases(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.now.counts["received"] or row.before.counts["received"]]


def _keys(office: int, assisting: int | None, kind: int) -> set[_Key]:
    return {_ALL, ("kind", kind), ("office", office), ("office", assisting or office)}


_Found = dict[tuple[_Key, int], Figures]
_GROUP = ("office", "assisting", "kind", "fiscal_year")
_GROUP_OF_CASE = tuple(f"case__{name}" for name in _GROUP)


def _count(cases: QuerySet[Case], found: _Found) -> None:
    late = Count("pk", filter=Q(due_on__lt=clock.today(), step__in=STEPS_OF_OUTCOME["running"]))
    groups = cases.values_list(*_GROUP, "step").annotate(number=Count("pk"), late=late)
    for office, assisting, kind, year, step, number, overdue in groups:
        for key in _keys(office, assisting, kind):
            found[key, year].counts.update({"received": number, _OUTCOME_OF[step]: number, "overdue": overdue})


def _measure(cases: QuerySet[Case], found: _Found) -> None:
    groups = cases.filter(step__in=ENDED).values_list(*_GROUP, "office_days", "client_days")
    for office, assisting, kind, year, of_office, of_client, number in groups.annotate(number=Count("pk")):
        for key in _keys(office, assisting, kind):
            found[key, year].office_days.cases[of_office] += number
            found[key, year].client_days.cases[of_client] += number


def _count_items(cases: QuerySet[Case], found: _Found) -> None:
    settled = Item.objects.filter(case__in=cases.values("pk"), step__in=(*ARRANGED, *NOT_ARRANGED)).order_by()
    by_case = settled.values_list(*_GROUP_OF_CASE, "case").annotate(
        arranged=Count("pk", filter=Q(step__in=ARRANGED)), others=Count("pk", filter=Q(step__in=NOT_ARRANGED))
    )
    groups = Counter((*group, arranged, others) for *group, _case, arranged, others in by_case)
    for (office, assisting, kind, year, arranged, others), number in groups.items():
        for key in _keys(office, assisting, kind):
            figures = found[key, year]
            figures.items.update({True: arranged * number, False: others * number})
            figures.counts["partial"] += number * bool(arranged and others)


def _read_marks(cases: QuerySet[Case], found: _Found) -> None:
    """What was answered in the first follow-up, as far as it was handed in; only whole figures are marks."""
    papers = Paper.objects.filter(
        case__in=cases.values("pk"), kind=PaperKind.FOLLOW_UP, round=1, submitted_at__isnull=False
    ).order_by()
    answers = papers.values_list(*_GROUP_OF_CASE, *(f"sheet__answers__{mark}" for mark in MARKS))
    for office, assisting, kind, year, *given in answers:
        for mark, value in zip(MARKS, given, strict=True):
            if str(value) not in _GIVEN:
                continue
            for key in _keys(office, assisting, kind):
                found[key, year].marks[mark].append(int(value))


def _bodies(cases: QuerySet[Case], asked: Filter) -> tuple[Bodies, Bodies]:
    """Who asked this year and the year before; the council's own cases have nobody who asked."""
    year = asked.fiscal_year or 0
    now, before = Bodies(), Bodies()
    is_english = get_language() == "en"
    rows = (
        cases.filter(is_own=False, applicant__isnull=False, fiscal_year__lte=year)
        .values_list("applicant", "applicant__code", "applicant__name_ja", "applicant__name_en")
        .annotate(
            first=Min("fiscal_year"),
            this=Count("pk", filter=Q(fiscal_year=year)),
            last=Count("pk", filter=Q(fiscal_year=year - 1)),
        )
    )
    for _pk, code, ja, en, first, this, last in rows:
        _add(now, this, is_new=first == year)
        _add(before, last, is_new=first == year - 1)
        if this:
            name = en if is_english and en else ja
            now.named.append(Body(name, this, replace(asked, applicant=code), is_new=first == year))
    now.named.sort(key=lambda body: (-body.received, body.name))
    del now.named[SHOWN_BODIES:]
    return now, before


def _add(bodies: Bodies, number: int, *, is_new: bool) -> None:
    if number:
        bodies.used += 1
        bodies.again += number > 1
        bodies.new += is_new
