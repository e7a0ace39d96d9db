"""A deadline names a minute, and that minute counts in full: wherever it is asked, and wherever it is said."""

import datetime as dt
from collections.abc import Callable

import pytest

from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.exceptions import allow_late
from kakehashi.engines.calls.operations.reviewing_scores import why_closed
from kakehashi.engines.calls.queries.eligibility import left_until
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.ui.formatting import ui_deadline
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.calls import stories

CLOSES = dt.datetime(2012, 6, 29, 23, 59, tzinfo=clock.JAPAN)
STILL, OVER = CLOSES + dt.timedelta(seconds=59, microseconds=999_000), CLOSES + dt.timedelta(minutes=1)


def submits(application: Application) -> bool:
    try:
        MOVES["submit"](stories.fresh(application), by=application.submitter)
    except MoveRefusedError:
        return False
    return True


def by_the_window(cast: Cast) -> Application:
    return stories.draft(cast, stories.call(cast, closes_at=CLOSES))


def by_an_exception(cast: Cast) -> Application:
    call = stories.call(cast, closes_at=CLOSES - dt.timedelta(days=7))
    with clock.pinned(CLOSES - dt.timedelta(days=8)):
        application = stories.draft(cast, call)
    allow_late(call, to=cast.himeji, until=CLOSES, why="停電", by=stories.section(cast)[1])
    return application


@pytest.mark.parametrize("story", [by_the_window, by_an_exception])
@pytest.mark.parametrize(("moment", "goes"), [(STILL, True), (OVER, False)])
def test_handing_in(cast: Cast, story: Callable[[Cast], Application], moment: dt.datetime, goes: bool) -> None:
    with clock.pinned(CLOSES - dt.timedelta(days=1)):
        application = story(cast)

    with clock.pinned(moment):
        assert submits(application) is goes


@pytest.mark.parametrize(("moment", "goes"), [(STILL, True), (OVER, False)])
def test_the_window_the_scoring_and_what_is_said_of_them(cast: Cast, moment: dt.datetime, goes: bool) -> None:
    call = stories.scored_call(cast, closes_at=CLOSES, scoring_until=CLOSES)
    with clock.pinned(CLOSES - dt.timedelta(days=1)):
        review = stories.judged(stories.in_scoring(cast, call), stories.reviewers(cast, call, 1)[0], 5, 5)

    with clock.pinned(moment):
        left = left_until(CLOSES)
        said = ui_deadline(CLOSES)

        assert Call.objects.get().is_open is goes
        assert (why_closed(review) == "") is goes
        assert ("時刻を過ぎています" not in str(said) and "過ぎています" not in str(said)) is goes
        assert left is not None
        assert left.ends == STILL.replace(microsecond=999_999)


def test_the_countdown_ends_with_the_minute() -> None:
    with clock.pinned(CLOSES):
        left = left_until(CLOSES)

    assert left is not None
    assert left.seconds == 59
