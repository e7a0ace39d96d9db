"""Parts of months and years, by the days of the calendar.

The rule, named in every plan: each amount is reckoned from the first of the month (of the fiscal year) to the day,
fractions of a yen are dropped, and a part is the difference of two such sums. So parts always add up to the whole,
wherever a fiscal year, a transfer or a term divides them.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kakehashi.kernel.clock import FiscalYear
from kakehashi.services.jet.terms.appointing import Term

RULE = "calendar_days_down"
_DAY = dt.timedelta(days=1)


def rule_in_words() -> str:
    return _(
        "1か月に満たない分は、その月の日数で日割りします。月の初めからの額の1円未満を切り捨て、残りはその月の"
        "後の分に入れるので、分けた額の合計はもとの額と一致します。"
    )


def of_term(annual: int, term: Term, first_day: dt.date, last_day: dt.date) -> int:
    """The part of a contract year's amount for these days of the term. A whole year makes the whole amount."""
    return _earned(annual, term, last_day) - _earned(annual, term, first_day - _DAY)


def _earned(annual: int, term: Term, day: dt.date) -> int:
    """From the first of the month in which the term begins until `day`."""
    if term.is_whole_year and day == term.full_last_day:
        return _earned(annual, term, term.first_day - _DAY) + annual
    months = (day.year - term.first_day.year) * 12 + day.month - term.first_day.month
    days_of_month = monthrange(day.year, day.month)[1]
    return annual * (months * days_of_month + day.day) // (12 * days_of_month)


def of_month(monthly: int, first_day: dt.date, last_day: dt.date) -> int:
    """The part of a month's amount for these days of it."""
    days = monthrange(first_day.year, first_day.month)[1]
    return monthly * last_day.day // days - monthly * (first_day.day - 1) // days


def of_fiscal_year(yearly: int, year: FiscalYear, first_day: dt.date, last_day: dt.date) -> int:
    """The part of a fiscal year's amount for these days of it."""
    days = (year.last_day - year.first_day).days + 1
    before = (first_day - year.first_day).days
    return yearly * ((last_day - year.first_day).days + 1) // days - yearly * before // days


def months_of(first_day: dt.date, last_day: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The days, split at the ends of months."""
    while first_day <= last_day:
        end = first_day.replace(day=monthrange(first_day.year, first_day.month)[1])
        yield first_day, min(end, last_day)
        first_day = end + _DAY
