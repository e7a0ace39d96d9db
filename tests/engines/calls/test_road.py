"""The road of an application, step by step, and who sees it on the way."""

import datetime as dt

import pytest

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.models import Application, Track
from kakehashi.engines.calls.operations import MOVES
from kakehashi.foundation.access.operations.deadlines import grant_exception
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.calls import stories


def test_a_draft_is_the_applicants_alone(cast: Cast) -> None:
    draft = stories.draft(cast)
    _desk, officer = stories.section(cast)

    sees = {person for person in (cast.officer, cast.colleague, cast.neighbour, cast.branch_officer, officer)
            if Application.objects.visible_to(person).filter(pk=draft.pk).exists()}  # fmt: skip

    assert sees == {cast.officer, cast.colleague}


def test_what_was_handed_in_the_neighbour_never_sees(cast: Cast) -> None:
    submitted = stories.submitted(cast)
    _desk, officer = stories.section(cast)
    people = (
        cast.officer,
        cast.neighbour,
        cast.branch_officer,
        cast.other_branch_officer,
        officer,
        cast.director,
        None,
    )

    sees = [Application.objects.visible_to(person).filter(pk=submitted.pk).exists() for person in people]

    assert sees == [True, False, True, False, True, False, False]


def test_handing_in_gives_a_number_and_a_proof(cast: Cast) -> None:
    submitted = stories.submitted(cast)

    assert submitted.number == "2012-MULTI-0001"
    assert len(submitted.receipt_digest) == 64
    assert submitted.eligible_yen == 2_000_000
    assert Notice.objects.filter(kind="calls.handed_in", person=cast.officer).count() == 1


def test_after_the_deadline_nothing_is_handed_in_unless_by_an_exception(cast: Cast) -> None:
    draft = stories.draft(cast)
    _desk, officer = stories.section(cast)
    assert draft.call.closes_at
    late = draft.call.closes_at + dt.timedelta(minutes=1)

    with clock.pinned(late):
        with pytest.raises(MoveRefusedError):
            MOVES["submit"](draft, by=cast.officer)
        grant_exception(draft.call.ref, to=cast.himeji, until=late + dt.timedelta(hours=1), why="停電", by=officer)
        MOVES["submit"](stories.fresh(draft), by=cast.officer)

    assert stories.fresh(draft).step == "submitted"


def test_a_body_of_another_kind_is_not_eligible(cast: Cast) -> None:
    draft = stories.draft(cast, stories.call(cast, eligible_kinds=["prefecture"]))

    with pytest.raises(MoveRefusedError):
        MOVES["submit"](draft, by=cast.officer)


def test_the_third_use_of_a_year_is_refused(cast: Cast) -> None:
    call = stories.call(cast, uses_per_year=2)
    for _number in range(2):
        stories.submitted(cast, call)
    third = stories.draft(cast, call)

    with pytest.raises(MoveRefusedError, match="上限"):
        MOVES["submit"](third, by=cast.officer)


def test_through_the_branch_it_counts_as_handed_in_when_the_body_did(cast: Cast) -> None:
    draft = stories.draft(cast, stories.call(cast, through_branch=True))
    MOVES["submit_to_branch"](draft, by=cast.officer)
    handed_in = stories.fresh(draft).handed_in_at

    MOVES["forward"](stories.fresh(draft), by=cast.branch_officer)

    forwarded = stories.fresh(draft)
    assert (forwarded.step, forwarded.handed_in_at) == ("submitted", handed_in)


def test_another_section_decides_nothing(cast: Cast) -> None:
    submitted = stories.submitted(cast)

    with pytest.raises(NotPermittedError):
        MOVES["receive"](submitted, by=cast.planner)


def test_a_track_never_holds_more_than_it_has(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD, tracks=[("normal", 1_500_000, None)])
    stories.adopted(cast, call, yen=1_000_000)
    second = stories.at_board(cast, call)
    Application.objects.filter(pk=second.pk).update(computed_yen=600_000)
    _desk, officer = stories.section(cast)

    with pytest.raises(MoveRefusedError):
        MOVES["adopt"](stories.fresh(second), by=officer)

    track = Track.objects.get(call=call)
    assert (track.held_yen, track.held_count) == (1_000_000, 1)
    assert stories.fresh(second).step == "board"


def test_a_decision_taken_back_frees_the_money(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD)
    adopted = stories.adopted(cast, call)
    _desk, officer = stories.section(cast)

    MOVES["take_back_decision"](adopted, by=officer, note="書類の誤り")

    track = Track.objects.get(call=call)
    assert (track.held_yen, track.held_count) == (0, 0)
