"""How somebody arrived, which decides the days of every term."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.kernel.clock import add_months

_APRIL = 4


class Rhythm(models.TextChoices):
    """How the terms of one participant follow each other."""

    OWN = "own", _("来日の翌日から1年ごと")
    JOINS = "joins", _("1年のあと、来日グループの日程に合わせる短い任用期間を置く")
    SHORTENED = "shortened", _("はじめの任用期間を、来日グループの任用期間の終わりまでとする")


class GroupDayNotSetError(LookupError):
    """The day on which the group arrived that an April arrival joins is not set; ``args[0]`` is the year."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The day of arrival and its rhythm. `group_day`: when the group arrived whose dates are taken over.

    `short_term_year` is the contract year as which the short term of ``JOINS`` is paid: the number of whole years
    served before it and one, unless the rate table of the programme says 1.
    """

    day: dt.date
    rhythm: Rhythm = Rhythm.OWN
    group_day: dt.date | None = None
    short_term_year: Literal[1, 2] = 2

    def __post_init__(self) -> None:
        earlier, later = (self.day, self.group_day) if self.rhythm == Rhythm.JOINS else (self.group_day, self.day)
        if self.rhythm == Rhythm.OWN:
            if self.group_day is not None:
                raise ValueError("terms of one's own follow no group")
        elif earlier is None or later is None or not earlier <= later < add_months(earlier, 12):
            raise ValueError(f"{self.rhythm}: the group's day {self.group_day} does not go with {self.day}")

    @property
    def first_day(self) -> dt.date:
        """Of the first term: the day after arrival."""
        return self.day + dt.timedelta(days=1)


def arrive(day: dt.date, group_b: Mapping[int, dt.date], *, joins: bool = True) -> Arrival:
    """The arrival on `day`: in April with a change to the dates of group B of that year, else with terms of its own.

    `group_b` is the day on which group B arrived, or is to arrive, by year. `joins` is false for countries whose
    participants come every April and keep their dates. Replacements in other months have a year of their own unless
    the caller makes an ``Arrival`` that says otherwise.
    """
    if day.month != _APRIL or not joins:
        return Arrival(day)
    if day.year not in group_b:
        raise GroupDayNotSetError(day.year)
    return Arrival(day, Rhythm.JOINS, group_b[day.year])
