"""The terms that follow from an arrival."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kakehashi.kernel.clock import add_months
from kakehashi.services.jet.terms.arrival import Arrival, Rhythm

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """One appointment. `number` counts all of them, `year` is the contract year by which it is paid.

    `is_short` marks the one that leads April arrivals to the dates of their group: it does not count as a year.
    `full_last_day` is the end as appointed, which an early leaver does not reach.
    """

    number: int
    year: int
    first_day: dt.date
    last_day: dt.date
    full_last_day: dt.date
    is_short: bool = False

    @property
    def is_cut(self) -> bool:
        return self.last_day < self.full_last_day

    @property
    def is_whole_year(self) -> bool:
        """Whether as appointed it lasts a year."""
        return self.full_last_day == end_of_year(self.first_day)

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day


def end_of_year(first_day: dt.date) -> dt.date:
    """The last day of one year from `first_day`; from 29 February it is 28 February."""
    anniversary = add_months(first_day, 12)
    return anniversary if anniversary.day != first_day.day else anniversary - _DAY


def terms(arrival: Arrival, count: int) -> tuple[Term, ...]:
    """The first `count` terms, each beginning the day after the one before it."""
    made: list[Term] = []
    first_day = arrival.first_day
    for number in range(1, count + 1):
        last_day = _last_day(arrival, number, first_day)
        is_short = arrival.rhythm == Rhythm.JOINS and number == 2
        made.append(Term(number, _year(arrival, number), first_day, last_day, last_day, is_short))
        first_day = last_day + _DAY
    return tuple(made)


def _last_day(arrival: Arrival, number: int, first_day: dt.date) -> dt.date:
    follows_group = {Rhythm.JOINS: 2, Rhythm.SHORTENED: 1}.get(arrival.rhythm)
    if arrival.group_day is not None and number == follows_group:
        return end_of_year(arrival.group_day + _DAY)
    return end_of_year(first_day)


def _year(arrival: Arrival, number: int) -> int:
    if arrival.rhythm != Rhythm.JOINS or number == 1:
        return number
    return arrival.short_term_year if number == 2 else number - 1


def end_early(all_terms: Iterable[Term], last_day: dt.date) -> tuple[Term, ...]:
    """The terms of somebody who leaves after `last_day`: the running one is cut, those to come are gone."""
    return tuple(
        replace(term, last_day=min(term.last_day, last_day)) for term in all_terms if term.first_day <= last_day
    )


def term_on(all_terms: Iterable[Term], day: dt.date) -> Term | None:
    """The term that runs on `day`."""
    return next((term for term in all_terms if day in term), None)
