"""Dead ends of the road: given back after the deadline, ended with a change open, paid without a report."""

import datetime as dt

import pytest

from kakehashi.engines.calls.choices import ChangeKind, Deciding, Pays
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.changes import start_change
from kakehashi.engines.calls.queries.editing_lacks import lacks_of
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.calls import stories


def test_what_the_branch_gives_back_after_the_deadline_was_in_time(cast: Cast) -> None:
    application = stories.draft(cast, stories.call(cast, through_branch=True))
    late = stories.draft(cast, application.call)
    MOVES["submit_to_branch"](application, by=cast.officer)
    first = stories.fresh(application).handed_in_at
    Call.objects.update(closes_at=clock.now() - dt.timedelta(hours=1))

    MOVES["return_to_applicant"](stories.fresh(application), by=cast.branch_officer, note="直してください。")
    MOVES["submit_to_branch"](stories.fresh(application), by=cast.officer)

    again = stories.fresh(application)
    assert (again.step, again.handed_in_at) == ("with_branch", first)
    with pytest.raises(MoveRefusedError, match="締め切られました"):
        MOVES["submit_to_branch"](stories.fresh(late), by=cast.officer)


def test_nothing_ends_while_a_change_is_open(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD, report_form=None, pays=Pays.NOTHING)
    granted = stories.granted(cast, call)
    start_change(granted, ChangeKind.CANCEL, by=cast.officer)

    with pytest.raises(MoveRefusedError, match="変更・中止"):
        MOVES["finish"](stories.fresh(granted), by=stories.section(cast)[1])


@pytest.mark.parametrize(("pays", "lacks"), [(Pays.SETTLEMENT, True), (Pays.ADVANCE, True), (Pays.NOTHING, False)])
def test_who_pays_asks_for_a_report(cast: Cast, pays: Pays, lacks: bool) -> None:
    call = stories.call(cast, report_form=None, pays=pays)

    assert any("実績報告書" in lack.words for lack in lacks_of(call)) == lacks
