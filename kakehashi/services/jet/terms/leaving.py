"""How often people leave before the end of their terms: counts, rates with limits, and what is too few to show."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kakehashi.kernel.clock import add_months

FEWEST = 5  # leavers; fewer could be told apart
_YEAR = 365.25
_Z = 1.959964  # 95 of 100


@dataclass(frozen=True, slots=True)
class Stay:
    """People who came on one day and were there until another; `leaves`: because they left early."""

    first_day: dt.date
    last_day: dt.date
    leaves: bool
    people: int = 1

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True, slots=True)
class Rate:
    """Leavers for 100 people in a year, with the limits between which it lies in 95 of 100 cases."""

    leavers: int
    years: float

    @property
    def value(self) -> float:
        return 100 * self.leavers / self.years if self.years else 0.0

    @property
    def low(self) -> float:
        """Byar's approximation of the exact limits of a count."""
        count = self.leavers
        return self._limit(count, -1) if count else 0.0

    @property
    def high(self) -> float:
        return self._limit(self.leavers + 1, 1)

    def _limit(self, count: int, sign: int) -> float:
        bound = count * (1 - 1 / (9 * count) + sign * _Z / (3 * math.sqrt(count))) ** 3
        return 100 * bound / self.years if self.years else 0.0


def rate(stays: Iterable[Stay]) -> Rate:
    leavers, days = 0, 0
    for stay in stays:
        leavers += stay.people if stay.leaves else 0
        days += stay.people * stay.days
    return Rate(leavers, days / _YEAR)


def between(stays: Iterable[Stay], months: int, until: int) -> list[Stay]:
    """What of the stays lies between two lengths of stay, in months."""
    found = []
    for stay in stays:
        begin, end = add_months(stay.first_day, months), add_months(stay.first_day, until) - dt.timedelta(days=1)
        if begin <= stay.last_day:
            ends_here = stay.last_day <= end
            found.append(Stay(begin, min(stay.last_day, end), stay.leaves and ends_here, stay.people))
    return found


def still_there(stays: Sequence[Stay], months: int) -> float | None:
    """The share of 0 to 1 who have not left early after so many months (Kaplan and Meier). Who completes before that,
    or has not been there so long, counts as far as known. ``None``: nobody was ever there so long.
    """
    share = 1.0
    for month in range(months):
        at_risk = between(stays, month, month + 1)
        people = sum(one.people for one in at_risk)
        if not people:
            return None
        share *= 1 - sum(one.people for one in at_risk if one.leaves) / people
    return share


def shown(counts: Sequence[int]) -> list[bool]:
    """Which parts of a whole may be told without telling of fewer than ``FEWEST``, even by taking the others off it."""
    found = [count >= FEWEST for count in counts]
    while (
        not all(found)
        and any(found)
        and sum(c for c, is_shown in zip(counts, found, strict=True) if not is_shown) < FEWEST
    ):
        smallest = min((count, at) for at, count in enumerate(counts) if found[at])[1]
        found[smallest] = False
    return found
