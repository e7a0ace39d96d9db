"""A call that closes itself at the last yen or the last place, and only then."""

import pytest

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.models import Application, Call, Track
from kakehashi.engines.calls.operations import MOVES
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from tests.cast import Cast
from tests.engines.calls import stories


def rolling(cast: Cast, *tracks: tuple[str, int | None, int | None], closes: bool = True) -> Call:
    return stories.call(cast, deciding=Deciding.BOARD, closes_when_spent=closes, tracks=list(tracks))


def adopted_in(cast: Cast, call: Call, track: str, yen: int) -> Application:
    _desk, officer = stories.section(cast)
    application = stories.draft(cast, call)
    Application.objects.filter(pk=application.pk).update(track=Track.objects.get(call=call, code=track))
    MOVES["submit"](application, by=cast.officer)
    MOVES["receive"](application, by=officer)
    MOVES["pass_to_board"](stories.checked(application, officer), by=officer)
    Application.objects.filter(pk=application.pk).update(computed_yen=yen)
    return stories.fresh(MOVES["adopt"](stories.fresh(application), by=officer))


def is_closed(call: Call) -> bool:
    return Call.objects.get(pk=call.pk).closed_at is not None


def test_the_last_yen_closes_the_call_and_the_desk_is_told(cast: Cast) -> None:
    call = rolling(cast, ("normal", 1_000_000, None))
    draft = stories.draft(cast, call)

    adopted_in(cast, call, "normal", 1_000_000)

    assert is_closed(call)
    assert Notice.objects.filter(kind="calls.spent", person=stories.section(cast)[1]).count() == 1
    assert AuditRow.objects.filter(action="calls.close_when_spent", actor=None).count() == 1
    with pytest.raises(MoveRefusedError, match="締め切られました"):
        MOVES["submit"](stories.fresh(draft), by=cast.officer)


def test_one_yen_left_leaves_it_open(cast: Cast) -> None:
    call = rolling(cast, ("normal", 1_000_001, None))

    adopted_in(cast, call, "normal", 1_000_000)

    assert not is_closed(call)


def test_it_closes_when_every_track_is_spent_by_money_or_by_places(cast: Cast) -> None:
    call = rolling(cast, ("money", 1_000_000, None), ("places", None, 1))

    adopted_in(cast, call, "money", 1_000_000)
    after_the_first = is_closed(call)
    adopted_in(cast, call, "places", 500_000)

    assert (after_the_first, is_closed(call)) == (False, True)


def test_a_track_without_a_limit_is_never_spent(cast: Cast) -> None:
    call = rolling(cast, ("known", 1_000_000, None), ("not known", None, None))

    adopted_in(cast, call, "known", 1_000_000)

    assert not is_closed(call)


def test_a_call_that_does_not_close_itself_stays_open(cast: Cast) -> None:
    call = rolling(cast, ("normal", 1_000_000, None), closes=False)

    adopted_in(cast, call, "normal", 1_000_000)

    assert not is_closed(call)


def test_money_that_comes_free_opens_nothing(cast: Cast) -> None:
    call = rolling(cast, ("normal", 1_000_000, None))
    application = adopted_in(cast, call, "normal", 1_000_000)

    MOVES["take_back_decision"](application, by=stories.section(cast)[1], note="書類の誤り")

    assert is_closed(call)
    assert Track.objects.get(call=call).held_yen == 0
