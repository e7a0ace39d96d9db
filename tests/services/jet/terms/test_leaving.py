import datetime as dt

import pytest

from kakehashi.services.jet.terms.leaving import Stay, between, rate, shown, still_there

FIRST = dt.date(2010, 8, 1)


def stay(months: int, *, leaves: bool = False, people: int = 1) -> Stay:
    year, month = divmod(7 + months, 12)
    return Stay(FIRST, dt.date(2010 + year, month + 1, 1) - dt.timedelta(days=1), leaves, people)


def test_a_rate_is_for_a_hundred_people_and_a_year() -> None:
    found = rate([stay(12, people=95), stay(6, leaves=True, people=5)])

    assert found.leavers == 5
    assert found.value == pytest.approx(5.13, abs=0.01)  # 5 leavers in 97.5 years
    # The exact limits of a count of 5 are 1.62 and 11.67.
    assert found.low == pytest.approx(1.66, abs=0.02)
    assert found.high == pytest.approx(11.97, abs=0.05)


def test_without_leavers_the_limit_is_still_above_nothing() -> None:
    found = rate([stay(12, people=100)])

    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(3.7, abs=0.1)


def test_stays_are_divided_by_their_length() -> None:
    stays = [stay(12), stay(4, leaves=True)]

    assert [(one.days, one.leaves) for one in between(stays, 3, 6)] == [(92, False), (30, True)]
    assert sum(rate(between(stays, begin, begin + 3)).years for begin in (0, 3, 6, 9)) == pytest.approx(
        rate(stays).years
    )


def test_who_completes_is_known_until_then() -> None:
    """Of ten, two leave in the third month; four complete after six, of the four others one leaves in the eighth."""
    stays = [stay(3, leaves=True, people=2), stay(6, people=4), stay(8, leaves=True), stay(12, people=3)]

    assert still_there(stays, 6) == pytest.approx(0.8)
    assert still_there(stays, 12) == pytest.approx(0.8 * 0.75)
    assert still_there(stays, 24) is None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([9, 7, 5], [True, True, True]),
        ([9, 7, 4], [True, False, False]),  # 4 would follow from the sum
        ([9, 3, 4], [True, False, False]),
        ([9, 0, 4, 6], [True, False, False, False]),
        ([4], [False]),
        ([], []),
    ],
)
def test_what_is_few_is_not_told_even_by_taking_off(counts: list[int], expected: list[bool]) -> None:
    assert shown(counts) == expected
