"""What an office has before it, month by month: visits, what is confirmed, deadlines, holidays of both sides."""

import datetime as dt
from calendar import MONDAY, Calendar
from collections import defaultdict
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import WORKPLACES, Case, CaseKind, Item, Paper
from kakehashi.engines.cases.queries.holidays import JAPAN, Side, holidays_of, sides_of
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

YEARS = range(2000, 2200)
SHOWN = 5  # entries of one day that stand open; the others are unfolded
_OPEN = [step.code for step in CASE_FLOW.steps if not step.is_end]
_TO_DO = ("requested", "arranging")  # of an item


@dataclass(frozen=True)
class Entry:
    """One thing on one day. `kind`: visit, item, due. `time`: local to the office, empty for the whole day."""

    kind: str
    what: str
    case: Case
    time: str = ""


@dataclass
class Day:
    """A day of the month with what is on it."""

    day: dt.date
    is_today: bool = False
    holidays: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() >= 5

    @property
    def first(self) -> list[Entry]:
        return self.entries[:SHOWN]

    @property
    def rest(self) -> list[Entry]:
        return self.entries[SHOWN:]


@dataclass(frozen=True)
class Month:
    """A month of an office. `weeks`: from Monday, ``None`` for days of the months beside it.

    `zone`: the time zone as people call it; empty while none is set.
    """

    first_day: dt.date
    last_day: dt.date
    weeks: list[list[Day | None]]
    unknown: list[Side]
    zone: str

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for week in self.weeks for day in week if day)


def calendar_offices(person: Person | None) -> QuerySet[Organisation]:
    """The offices whose calendar this person may read: where they work on cases; headquarters' overseers: all."""
    held = standing(person)
    theirs = Q(pk__in=held.where(Permission.HANDLE_CASES) | held.where(Permission.ASSIGN_CASES))
    if held.may(Permission.OVERSEE_CASES):
        theirs |= Q(kind=OrganisationKind.OFFICE) | Q(pk__in=CaseKind.objects.values("desks"))
    valid = Organisation.objects.valid_on(clock.today()).filter(theirs, kind__in=WORKPLACES)
    return valid.select_related("case_setting").order_by("code")


def month_of(office: Organisation, viewer: Person, first_day: dt.date) -> Month:
    """The month that begins on `first_day`, as far as the viewer may see it; `office` out of `calendar_offices`.

    Five queries, however much is on.
    """
    last_day = clock.add_months(first_day, 1) - dt.timedelta(days=1)
    setting = getattr(office, "case_setting", None)
    zone = ZoneInfo(setting.time_zone) if setting else clock.JAPAN
    entries = _entries(office, viewer, (first_day, last_day), zone)
    sides = sides_of({JAPAN, office.country_id or JAPAN}, [(first_day, last_day)])
    holidays = defaultdict(list)
    for day, words in holidays_of(sides, [(first_day, last_day)]):
        holidays[day].append(words)
    today = clock.now().astimezone(zone).date()
    weeks = [
        [Day(day, day == today, holidays[day], entries[day]) if first_day <= day <= last_day else None for day in week]
        for week in Calendar(MONDAY).monthdatescalendar(first_day.year, first_day.month)
    ]
    unknown = [side for side in sides.values() if not side.is_known]
    return Month(first_day, last_day, weeks, unknown, setting.zone_words if setting else "")


def _entries(
    office: Organisation, viewer: Person, span: tuple[dt.date, dt.date], zone: ZoneInfo
) -> dict[dt.date, list[Entry]]:
    """By day: visits first, then what has an hour, then what is due. Three queries."""
    here = Case.objects.visible_to(viewer).filter(Q(office=office) | Q(assisting=office), step__in=_OPEN)
    found: dict[dt.date, list[Entry]] = defaultdict(list)
    visits = Q(first_day__lte=span[1], last_day__gte=span[0])
    cases = list(here.filter(visits | Q(due_on__range=span)).select_related("applicant").order_by("first_day", "id"))
    for case in cases:
        for day in _days_of(case, span):
            found[day].append(Entry("visit", _visit_words(case, day), case))
    _add_items(found, here, span, zone)
    for case in cases:
        if case.due_on and span[0] <= case.due_on <= span[1]:
            found[case.due_on].append(Entry("due", _("期限: %(what)s") % {"what": case.stage.label}, case))
    papers = Paper.objects.filter(case__in=here, due_on__range=span, submitted_at=None)
    for paper in papers.select_related("case__applicant").order_by("due_on", "id"):
        if paper.due_on:
            found[paper.due_on].append(Entry("due", _("期限: %(what)s") % {"what": paper.label}, paper.case))
    return found


def _days_of(case: Case, span: tuple[dt.date, dt.date]) -> list[dt.date]:
    if case.first_day is None or case.last_day is None:
        return []
    first, last = max(case.first_day, span[0]), min(case.last_day, span[1])
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def _visit_words(case: Case, day: dt.date) -> str:
    if case.first_day is None or case.first_day == case.last_day:
        return _("実施日")
    return _("実施 %(number)s日目") % {"number": (day - case.first_day).days + 1}


def _add_items(
    found: dict[dt.date, list[Entry]], here: QuerySet[Case], span: tuple[dt.date, dt.date], zone: ZoneInfo
) -> None:
    begin = dt.datetime.combine(span[0], dt.time(), zone)
    end = dt.datetime.combine(span[1] + dt.timedelta(days=1), dt.time(), zone)
    wanted = Q(step="confirmed", starts_at__gte=begin, starts_at__lt=end)
    wanted |= Q(step__in=_TO_DO, due_on__range=span)
    items = Item.objects.filter(wanted, case__in=here).select_related("case__applicant")
    for item in items.order_by("starts_at", "id"):
        if item.step == "confirmed" and item.starts_at:
            words = f"{item.title} {item.host}".strip()
            found[item.starts_at.astimezone(zone).date()].append(Entry("item", words, item.case, _hours(item, zone)))
        elif item.due_on:
            words = _("宿題の期限: %(what)s") if item.is_promise else _("期限: %(what)s")
            found[item.due_on].append(Entry("due", words % {"what": item.title}, item.case))


def _hours(item: Item, zone: ZoneInfo) -> str:
    assert item.starts_at is not None  # noqa: S101  # said for the type checker
    starts = item.starts_at.astimezone(zone)
    if item.ends_at is None:
        return f"{starts:%H:%M}"
    ends = item.ends_at.astimezone(zone)
    return f"{starts:%H:%M}–{ends:%H:%M}" if ends.date() == starts.date() else f"{starts:%H:%M}–"
