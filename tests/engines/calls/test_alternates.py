"""Who waits, and who moves up when money comes free."""

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import ChangeKind, Outcome
from kakehashi.engines.calls.models import Application, Call, Change, Track
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.changes import approve, start_change
from kakehashi.engines.calls.operations.deciding import (
    Proposed,
    apply_scenario,
    begin_scenario,
    move_up,
    save_scenario,
)
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.settling import fix_amount
from kakehashi.engines.calls.queries.alternates import alternates_of
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def waiting(cast: Cast, ceiling_yen: int = 1_000_000) -> tuple[Call, list[Application], Person]:
    """One adopted with a million, three that wait with half a million each."""
    call, made, officer = stories.ranked_board(cast, [5, 4, 3, 2], tracks=[("normal", ceiling_yen, None)])
    scenario = begin_scenario(call, "案1", by=officer)
    waits = {application.pk: Proposed(Outcome.WAIT, 500_000) for application in made[1:]}
    save_scenario(scenario, {made[0].pk: Proposed(Outcome.ADOPT, 1_000_000)} | waits, base_revision=1, by=officer)
    apply_scenario(scenario, by=officer)
    return call, made, officer


def steps(applications: list[Application]) -> list[str]:
    return [stories.fresh(application).step for application in applications]


def told(person: Person) -> list[int]:
    return [int(one.params["count"]) for one in Notice.objects.filter(person=person, kind="calls.can_move_up")]


def test_alternates_move_up_in_order_when_money_comes_free(cast: Cast) -> None:
    call, made, officer = waiting(cast)

    nothing = move_up(call, by=officer)
    MOVES["withdraw"](stories.fresh(made[0]), by=cast.officer, note="都合により")
    shown = [(one.application, one.yen, one.moves_up) for one in alternates_of(call, officer)]
    moved = move_up(call, by=officer)

    assert nothing == []
    assert shown == [(made[1], 500_000, True), (made[2], 500_000, True), (made[3], 500_000, False)]
    assert [one.pk for one in moved] == [made[1].pk, made[2].pk]
    assert steps(made) == ["withdrawn", "adopted", "adopted", "alternate"]
    assert Track.objects.get(call=call).held_yen == 1_000_000


def test_nobody_overtakes_who_is_too_dear_or_unknown(cast: Cast) -> None:
    call, made, officer = waiting(cast, ceiling_yen=1_500_000)
    lines = call.scenarios.get().lines.filter(application=made[1])

    for yen in (600_000, None):
        lines.update(yen=yen)
        Application.objects.filter(pk=made[1].pk).update(computed_yen=None)

        assert [one.moves_up for one in alternates_of(call, officer)] == [False, False, False]


def test_the_section_hears_of_money_that_an_alternate_could_take(cast: Cast) -> None:
    _call, made, officer = waiting(cast)

    before = told(officer)
    MOVES["withdraw"](stories.fresh(made[0]), by=cast.officer, note="都合により")

    assert (before, told(officer)) == ([], [2])


def test_nobody_is_told_of_a_decision_taken_back_or_of_too_little(cast: Cast) -> None:
    call, made, officer = waiting(cast)
    Application.objects.filter(pk=made[1].pk).update(computed_yen=2_000_000)
    Call.objects.get(pk=call.pk).scenarios.get().lines.filter(application=made[1]).update(yen=2_000_000)

    MOVES["take_back_decision"](stories.fresh(made[0]), by=officer, note="誤り")
    MOVES["adopt"](stories.fresh(made[0]), by=officer)
    MOVES["withdraw"](stories.fresh(made[0]), by=cast.officer, note="都合により")

    assert told(officer) == []


@pytest.mark.parametrize("way", ["settled lower", "changed downwards", "given up"])
def test_money_comes_free_after_the_decision_too(cast: Cast, way: str) -> None:
    call = stories.call(cast, tracks=[("normal", 1_000_000, None)], deciding="board")
    officer = stories.section(cast)[1]
    holder = stories.reported(cast, call) if way == "settled lower" else stories.granted(cast, call)
    alternate = stories.at_board(cast, call)
    Application.objects.filter(pk=alternate.pk).update(computed_yen=300_000)
    MOVES["put_on_waiting"](stories.fresh(alternate), by=officer)

    if way == "settled lower":
        fix_amount(holder, 600_000, by=officer)
    else:
        kind = ChangeKind.CANCEL if way == "given up" else ChangeKind.CHANGE
        change = start_change(holder, kind, by=cast.officer)
        paper = change.paper
        keep_paper(paper, {"why": "縮小"}, base_revision=paper.sheet.revision, by=cast.officer)
        hand_in(paper, by=cast.officer)
        approve(Change.objects.get(), by=officer, new_yen=None if way == "given up" else 700_000)

    assert told(officer) == [1]
    assert [one.pk for one in move_up(call, by=officer, expected=[alternate.pk])] == [alternate.pk]


def test_what_changed_since_it_was_shown_is_not_decided(cast: Cast) -> None:
    call, made, officer = waiting(cast)
    MOVES["withdraw"](stories.fresh(made[0]), by=cast.officer, note="都合により")
    MOVES["withdraw"](stories.fresh(made[1]), by=cast.officer, note="都合により")

    with pytest.raises(MoveRefusedError, match="変わりました"):
        move_up(call, by=officer, expected=[made[1].pk, made[2].pk])

    assert steps(made)[2:] == ["alternate", "alternate"]


def test_from_the_board_in_one_step(cast: Cast, sign_in: SignIn) -> None:
    call, made, officer = waiting(cast)
    MOVES["withdraw"](stories.fresh(made[0]), by=cast.officer, note="都合により")
    client = sign_in(officer)

    page = client.get(reverse("calls:board", args=[call.pk]))
    shown = [one.application.pk for one in page.context["moving"]]
    stale = client.post(reverse("calls:promote", args=[call.pk]), {"moving": f"{made[1].pk},"}, follow=True)
    moved = client.post(reverse("calls:promote", args=[call.pk]), {"moving": ",".join(map(str, shown))}, follow=True)

    assert shown == [made[1].pk, made[2].pk]
    assert "補欠2件を繰り上げて採択する" in page.content.decode()
    assert "変わりました" in stale.content.decode()
    assert "補欠2件を繰り上げて採択しました。" in moved.content.decode()
    assert steps(made) == ["withdrawn", "adopted", "adopted", "alternate"]
