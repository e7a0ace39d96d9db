import datetime as dt

import pytest

from kakehashi.services.jet.terms.appointing import end_early, terms
from kakehashi.services.jet.terms.arrival import Arrival
from kakehashi.services.jet.terms.returning import Condition, ReturnTravel, return_travel

TERM = terms(Arrival(dt.date(2013, 8, 4)), 1)[0]  # until 4 August 2014
LEFT = end_early([TERM], dt.date(2014, 5, 31))[0]


def test_all_three_are_met() -> None:
    found = return_travel(TERM, has_new_contract=False, leaves_japan_on=dt.date(2014, 9, 4))

    assert (found, found.is_entitled) == (ReturnTravel((), ()), True)


@pytest.mark.parametrize(
    ("found", "failing"),
    [
        (return_travel(LEFT, has_new_contract=False, leaves_japan_on=dt.date(2014, 6, 1)), Condition.COMPLETED),
        (return_travel(TERM, has_new_contract=True, leaves_japan_on=dt.date(2014, 8, 20)), Condition.NO_CONTRACT),
        (return_travel(TERM, has_new_contract=False, leaves_japan_on=dt.date(2014, 9, 5)), Condition.LEAVES),
        (return_travel(TERM, has_new_contract=False, leaves_japan_on=None, stays=True), Condition.LEAVES),
    ],
)
def test_the_one_that_fails_is_named(found: ReturnTravel, failing: Condition) -> None:
    assert (found.failing, found.unanswered, found.is_entitled) == ((failing,), (), False)


def test_what_nobody_knows_yet_is_neither_met_nor_failed() -> None:
    open_yet = return_travel(TERM, has_new_contract=None, leaves_japan_on=None)
    lost = return_travel(LEFT, has_new_contract=None, leaves_japan_on=None)

    assert (open_yet.unanswered, open_yet.is_entitled) == ((Condition.NO_CONTRACT, Condition.LEAVES), None)
    assert (lost.failing, lost.is_entitled) == ((Condition.COMPLETED,), False)
