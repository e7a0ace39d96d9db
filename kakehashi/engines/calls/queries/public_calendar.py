"""The days of all announced calls that somebody must not miss, as a list and as a calendar."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries.public import announced_calls
from kakehashi.kernel import clock

KEPT = dt.timedelta(days=400)  # how far back the feed reaches
_DAYS: tuple[tuple[str, str | Promise], ...] = (
    ("opens_at", gettext_lazy("受付の開始")),
    ("closes_at", gettext_lazy("受付の締切")),
    ("decides_on", gettext_lazy("決定の予定")),
    ("last_day", gettext_lazy("実施期間の末日")),
)


@dataclass(frozen=True)
class Date:
    """One day of one call: `at` a moment where the hour counts, else a day."""

    call: Call
    column: str
    label: str
    at: dt.datetime | dt.date

    @property
    def day(self) -> dt.date:
        return clock.japan_day(self.at) if isinstance(self.at, dt.datetime) else self.at

    @property
    def is_moment(self) -> bool:
        return isinstance(self.at, dt.datetime)

    @property
    def is_deadline(self) -> bool:
        return self.column == "closes_at"


def dates() -> list[Date]:
    """Every known day of every announced call, in order. One query. What closed early has that day as its end."""
    found = []
    for call in announced_calls():
        for column, label in _DAYS:
            at = getattr(call, column)
            if column == "closes_at" and call.closed_at is not None:
                at = call.closed_at if at is None else min(at, call.closed_at)
            if at is not None:
                found.append(Date(call, column, str(label), at))
    return sorted(found, key=lambda one: (one.day, one.call.pk, one.column))


@dataclass(frozen=True)
class Month:
    first_day: dt.date
    dates: list[Date]

    @property
    def label(self) -> str:
        """平成24年10月, October 2012."""
        if get_language() == "ja":
            return f"{clock.era_year(self.first_day)}{self.first_day.month}月"
        return date_format(self.first_day, "F Y")


def months_of(fiscal_year: int, found: list[Date]) -> list[Month]:
    """The months of a fiscal year that have a date."""
    by_month: dict[dt.date, list[Date]] = {}
    for one in found:
        if clock.fiscal_year(one.day) == fiscal_year:
            by_month.setdefault(one.day.replace(day=1), []).append(one)
    return [Month(first, listed) for first, listed in sorted(by_month.items())]


def years_of(found: list[Date]) -> list[int]:
    """The fiscal years that have a date, and this one."""
    this = clock.fiscal_year(clock.today())
    return sorted({this} | {clock.fiscal_year(one.day) for one in found})


def undated_calls() -> list[Call]:
    """Open calls without a last day: they take applications until they are closed."""
    return [call for call in announced_calls() if call.closes_at is None and call.is_open]


def as_calendar() -> bytes:
    """iCalendar in the language that is active; the same day of a call keeps its UID, so it is replaced, not added."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kakehashi//calls//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("募集の締切"))
    host = settings.SITE_URL.partition("://")[2]
    since = clock.today() - KEPT
    for one in dates():
        if one.day < since:
            continue
        event = Event()
        event.add("uid", f"call-{one.call.pk}-{one.column}@{host}")
        event.add("dtstamp", clock.now())
        event.add("sequence", one.call.revision)
        event.add("dtstart", one.at.astimezone(clock.JAPAN) if isinstance(one.at, dt.datetime) else one.at)
        event.add("summary", f"{one.label}: {one.call}")
        event.add("url", settings.SITE_URL + reverse("calls:call", args=[one.call.pk]))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
