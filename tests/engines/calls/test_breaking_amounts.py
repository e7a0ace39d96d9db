"""More than allowed, less than worth it, or nothing at all: what no decision may grant."""

import pytest

from kakehashi.engines.calls.choices import Deciding, Outcome
from kakehashi.engines.calls.models import Application, Call, MoneyCap, MoneyRule
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.awarding import compute_award
from kakehashi.engines.calls.operations.deciding import Proposed, apply_scenario, begin_scenario, save_scenario
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.engines.calls import stories


def desk(cast: Cast) -> Person:
    return stories.section(cast)[1]


def waiting(cast: Cast, requested_yen: int) -> Application:
    """At the board of a call with a floor of 100,000 yen."""
    return stories.at_board(cast, stories.call(cast, deciding=Deciding.BOARD), requested_yen=requested_yen)


def decide(call: Call, application: Application, yen: int, by: Person) -> None:
    scenario = begin_scenario(call, "案", by=by)
    lines = {application.pk: Proposed(Outcome.ADOPT, yen)}
    save_scenario(scenario, lines, base_revision=scenario.revision, by=by)
    apply_scenario(scenario, by=by)


@pytest.mark.parametrize("yen", [0, 50_000, 450_000])
def test_what_the_rule_refuses_no_combination_grants(cast: Cast, yen: int) -> None:
    application = waiting(cast, 50_000)

    with pytest.raises(MoveRefusedError, match="交付できる額がありません"):
        decide(application.call, application, yen, desk(cast))

    assert (stories.fresh(application).step, application.computed_yen) == ("board", None)


def test_nor_the_button(cast: Cast) -> None:
    with pytest.raises(MoveRefusedError, match="交付できる額がありません"):
        MOVES["adopt"](waiting(cast, 50_000), by=desk(cast))


@pytest.mark.parametrize("yen", [0, 99_999])
def test_nothing_is_granted_below_the_floor(cast: Cast, yen: int) -> None:
    application = waiting(cast, 1_000_000)

    with pytest.raises(MoveRefusedError, match="100,000"):
        decide(application.call, application, yen, desk(cast))


def test_a_combination_kept_before_the_amount_was_reckoned_anew_grants_no_more(cast: Cast) -> None:
    application, by = waiting(cast, 1_000_000), desk(cast)
    scenario = begin_scenario(application.call, "案", by=by)
    lines = {application.pk: Proposed(Outcome.ADOPT, 1_000_000)}
    save_scenario(scenario, lines, base_revision=scenario.revision, by=by)
    MoneyCap.objects.update(yen=400_000)
    compute_award(stories.fresh(application), by=by)

    with pytest.raises(MoveRefusedError, match="400,000"):
        apply_scenario(scenario, by=by)


def test_where_the_money_is_not_set_the_board_says_how_much(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD)
    MoneyRule.objects.update(is_set=False)
    application = stories.at_board(cast, call)

    decide(call, application, 700_000, desk(cast))

    assert stories.fresh(application).decided_yen == 700_000
