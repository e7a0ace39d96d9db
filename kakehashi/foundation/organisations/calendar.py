"""Working days: Monday to Friday without the holidays of a country."""

import datetime as dt
from collections.abc import Collection

import holidays
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Holiday

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


def holidays_between(first: dt.date, last: dt.date, country: str = "JP") -> set[dt.date]:
    """The holidays known of the country, both ends included."""
    return set(Holiday.objects.filter(country=country, day__range=(first, last)).values_list("day", flat=True))


def days_off(days: Collection[dt.date]) -> dict[dt.date, str]:
    """Of these the days on which Japan does not work, each with why: 勤労感謝の日, 土曜日.

    Years of which no holiday is entered are worked out by the library.
    """
    known = {row.day: str(row) for row in Holiday.objects.filter(country="JP", day__in=days)}
    years = {day.year for day in days}
    unknown = [year for year in years if not Holiday.objects.filter(country="JP", day__year=year).exists()]
    if unknown:
        language = "ja" if (get_language() or "ja").startswith("ja") else "en_US"
        worked_out = holidays.country_holidays("JP", years=unknown, language=language)
        known |= {day: worked_out[day] for day in days if day in worked_out}
    weekend = {
        day: _("土曜日") if day.weekday() == _SATURDAY else _("日曜日") for day in days if day.weekday() >= _SATURDAY
    }
    return weekend | known


def add_working_days(day: dt.date, n: int, country: str = "JP") -> dt.date:
    """The n-th working day after `day` (before it, for a negative n); 0 is `day` itself."""
    step = _ONE_DAY if n >= 0 else -_ONE_DAY
    # Of any seven days in a row two are a weekend; a holiday a week on top is far more than any country has.
    furthest = day + step * (abs(n) * 3 + 30)
    free = holidays_between(min(day, furthest), max(day, furthest), country)
    left = abs(n)
    while left:
        day += step
        if _is_working(day, free):
            left -= 1
    return day


def working_days_between(first: dt.date, last: dt.date, country: str = "JP") -> int:
    """How many working days pass from `first` to `last`: those after `first` up to and including `last`.

    Negative where `last` lies before `first`, so that ``working_days_between(d, add_working_days(d, n)) == n``.
    """
    if last < first:
        return -_count(last - _ONE_DAY, first - _ONE_DAY, country)
    return _count(first, last, country)


def _count(after: dt.date, until: dt.date, country: str) -> int:
    free = holidays_between(after, until, country)
    days = (after + _ONE_DAY * i for i in range(1, (until - after).days + 1))
    return sum(_is_working(day, free) for day in days)


def _is_working(day: dt.date, free: set[dt.date]) -> bool:
    return day.weekday() < _SATURDAY and day not in free
