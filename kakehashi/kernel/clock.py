"""The one door to the clock, the fiscal year (年度, 1 April to 31 March, Japan time) and the Japanese era names."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

JAPAN = ZoneInfo("Asia/Tokyo")

# First day and name of each era (元号); law of 1979 and cabinet orders, before 1873 the calendar was lunar.
_ERAS = [
    (dt.date(2019, 5, 1), "令和", "R"),
    (dt.date(1989, 1, 8), "平成", "H"),
    (dt.date(1926, 12, 25), "昭和", "S"),
    (dt.date(1912, 7, 30), "大正", "T"),
    (dt.date(1873, 1, 1), "明治", "M"),
]


_pinned: ContextVar[dt.datetime | None] = ContextVar("pinned", default=None)


def now() -> dt.datetime:
    """This moment, with time zone UTC; a demonstration lives in its own year (setting ``CLOCK_SHIFT``)."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    return timezone.now() + settings.CLOCK_SHIFT  # noqa: TID251  # the one door


@contextmanager
def pinned(moment: dt.datetime) -> Iterator[None]:
    """Inside, it is `moment`: for demonstration data and tests."""
    token = _pinned.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _pinned.reset(token)


def last_moment(deadline: dt.datetime) -> dt.datetime:
    """Deadlines are said to the minute and kept until its end: 23:59 lasts until 23:59:59.999999."""
    return deadline.replace(second=59, microsecond=999_999)


def has_passed(deadline: dt.datetime) -> bool:
    """Whether it is too late for this deadline, by the clock of the server."""
    return now() > last_moment(deadline)


def this_minute() -> dt.datetime:
    """The earliest deadline that has not passed; for questions to the database."""
    return now().replace(second=0, microsecond=0)


def today() -> dt.date:
    """Today in Japan."""
    return now().astimezone(JAPAN).date()


def japan_day(moment: dt.datetime) -> dt.date:
    """The day in Japan at `moment`."""
    return moment.astimezone(JAPAN).date()


def fiscal_year(day: dt.date) -> int:
    """The fiscal year of `day`: 2013-03-31 → 2012, 2013-04-01 → 2013."""
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True)
class FiscalYear:
    """A fiscal year by the calendar year in which it begins."""

    year: int

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 4, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year + 1, 3, 31)

    @property
    def label_ja(self) -> str:
        """平成24年度 (the era of its first day)."""
        return f"{era_year(self.first_day)}度"

    @property
    def label_en(self) -> str:
        return f"FY{self.year}"

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day


def era_year(day: dt.date) -> str:
    """平成24年, 令和元年; before 1873 the western year (1868年)."""
    for first_day, name, _initial in _ERAS:
        if day >= first_day:
            number = day.year - first_day.year + 1
            if name == "明治":
                number = day.year - 1867
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def long_date_ja(day: dt.date) -> str:
    """平成24年7月9日(月)."""
    return f"{era_year(day)}{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})"


def long_date_en(day: dt.date) -> str:
    """Mon 9 July 2012, whatever the locale of the process."""
    months = "January February March April May June July August September October November December"
    days = "Mon Tue Wed Thu Fri Sat Sun"
    return f"{days.split()[day.weekday()]} {day.day} {months.split()[day.month - 1]} {day.year}"


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of that month (31 August + 6 → 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
