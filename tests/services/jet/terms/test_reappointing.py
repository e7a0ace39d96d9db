import datetime as dt

import pytest
from django.utils.translation import override

from kakehashi.services.jet.terms.arrival import Arrival, Rhythm
from kakehashi.services.jet.terms.reappointing import (
    Deadline,
    Limits,
    Standing,
    deadline,
    length,
    most_terms,
    reason,
    standing,
)

AUGUST = Arrival(dt.date(2013, 8, 4))
APRIL = Arrival(dt.date(2015, 4, 8), Rhythm.JOINS, dt.date(2015, 8, 2))
N, E, L = Standing.NORMAL, Standing.EXCEPTIONAL, Standing.LIMIT


@pytest.mark.parametrize(("arrival", "expected"), [(AUGUST, [N, N, E, E, L]), (APRIL, [N, N, N, E, E, L])])
def test_three_years_normally_and_five_for_the_exceptional(arrival: Arrival, expected: list[Standing]) -> None:
    """April arrivals are appointed once more than others: two, and four, of the short term and whole years."""
    assert [standing(arrival, number) for number in range(1, most_terms(arrival, 5) + 1)] == expected


def test_limits_are_data() -> None:
    assert [standing(AUGUST, number, Limits(1, 2)) for number in (1, 2)] == [E, L]


@pytest.mark.parametrize(
    ("arrival", "years", "words"),
    [
        (AUGUST, 3, "3年"),
        (AUGUST, 5, "5年"),
        (APRIL, 3, "3年4か月"),
        (APRIL, 5, "5年4か月"),
        (Arrival(dt.date(2013, 11, 20), Rhythm.SHORTENED, dt.date(2013, 8, 4)), 3, "2年9か月"),
    ],
)
def test_how_long_one_may_stay(arrival: Arrival, years: int, words: str) -> None:
    assert length(arrival, years) == words


def test_the_reason_is_told_in_words() -> None:
    assert [reason(APRIL, number) for number in (1, 4, 6)] == [
        "通常の再任用があと3回できます(通算3年4か月まで)。",
        "通常の上限(通算3年4か月)に達しました。特に優れていると認められるときに限り、"
        "あと2回再任用できます(通算5年4か月まで)。",
        "上限(通算5年4か月)に達したため、再任用できません。",
    ]
    with override("en"):
        assert reason(AUGUST, 5) == "The limit (5 years in all) is reached: there is no further reappointment."


ROWS = [
    Deadline(2013, dt.date(2014, 1, 24), positions=frozenset({"SEA"})),
    Deadline(2013, dt.date(2014, 2, 7), countries=frozenset({"US", "GB"})),
    Deadline(2013, None, countries=frozenset({"PE"})),
    Deadline(2013, dt.date(2014, 2, 21)),
]


@pytest.mark.parametrize(
    ("cycle", "country", "position", "day"),
    [
        (2013, "US", "ALT", dt.date(2014, 2, 7)),
        (2013, "US", "SEA", dt.date(2014, 1, 24)),
        (2013, "DE", "CIR", dt.date(2014, 2, 21)),
        (2013, "PE", "CIR", None),
        (2014, "US", "ALT", None),
    ],
)
def test_the_deadline_is_that_of_the_country(cycle: int, country: str, position: str, day: dt.date | None) -> None:
    assert deadline(ROWS, cycle=cycle, country=country, position=position) == day
