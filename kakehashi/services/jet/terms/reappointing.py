"""Who may be appointed once more, and until when both sides must have answered."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.kernel.clock import add_months
from kakehashi.services.jet.terms.appointing import terms
from kakehashi.services.jet.terms.arrival import Arrival, Rhythm


class Standing(models.TextChoices):
    """Whether the term that runs may be followed by another."""

    NORMAL = "normal", gettext_lazy("通常の再任用ができる")
    EXCEPTIONAL = "exceptional", gettext_lazy("特に優れていると認められれば再任用できる")
    LIMIT = "limit", gettext_lazy("上限に達した")


@dataclass(frozen=True, slots=True)
class Limits:
    """Years in all, the short term of April arrivals not counted."""

    normal: int = 3
    exceptional: int = 5


LIMITS = Limits()


def most_terms(arrival: Arrival, years: int) -> int:
    """How many terms make `years` in all."""
    return years + (arrival.rhythm == Rhythm.JOINS)


def standing(arrival: Arrival, number: int, limits: Limits = LIMITS) -> Standing:
    """What may follow the term of that number."""
    if number < most_terms(arrival, limits.normal):
        return Standing.NORMAL
    return Standing.EXCEPTIONAL if number < most_terms(arrival, limits.exceptional) else Standing.LIMIT


def reason(arrival: Arrival, number: int, limits: Limits = LIMITS) -> str:
    """The same in a sentence."""
    normal, most = (length(arrival, years) for years in (limits.normal, limits.exceptional))
    found = standing(arrival, number, limits)
    if found == Standing.NORMAL:
        left = most_terms(arrival, limits.normal) - number
        return _("通常の再任用があと%(left)s回できます(通算%(normal)sまで)。") % {"left": left, "normal": normal}
    if found == Standing.EXCEPTIONAL:
        return _(
            "通常の上限(通算%(normal)s)に達しました。特に優れていると認められるときに限り、"
            "あと%(left)s回再任用できます(通算%(most)sまで)。"
        ) % {"normal": normal, "most": most, "left": most_terms(arrival, limits.exceptional) - number}
    return _("上限(通算%(most)s)に達したため、再任用できません。") % {"most": most}


def length(arrival: Arrival, years: int) -> str:
    """3年, 3年4か月: how long one is there who stays `years`; begun months count."""
    all_terms = terms(arrival, most_terms(arrival, years))
    beyond = all_terms[-1].last_day + dt.timedelta(days=1)
    months = 0
    while add_months(arrival.first_day, months) < beyond:
        months += 1
    whole, rest = divmod(months, 12)
    if not rest:
        return _("%(years)s年") % {"years": whole}
    return _("%(years)s年%(months)sか月") % {"years": whole, "months": rest}


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when the answers for a year of the programme are due, for whom. ``None``: for all; no `day`: not set."""

    cycle: int
    day: dt.date | None
    countries: frozenset[str] | None = None
    positions: frozenset[str] | None = None


def deadline(rows: Iterable[Deadline], *, cycle: int, country: str, position: str) -> dt.date | None:
    """The day by which both sides must have answered: of the rows that fit, the first."""
    for row in rows:
        if (
            row.cycle == cycle
            and (row.countries is None or country in row.countries)
            and (row.positions is None or position in row.positions)
        ):
            return row.day
    return None
