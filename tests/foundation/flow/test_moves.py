from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move, open_moves
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.foundation.flow.walks.flow import WALK
from tests.foundation.flow.walks.models import Walk


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk.objects.create(step="planned", title="城まで")


def move(walk: Walk, code: str, by: Person, note: str = "") -> None:
    with make_move(WALK, walk, code, by=by, note=note):
        pass


def test_open_moves_are_those_of_the_step_and_the_person(cast: Cast, walk: Walk) -> None:
    walk.step = "walking"

    assert [way.move.code for way in open_moves(WALK, walk, cast.officer)] == ["rest", "turn_back", "come_home"]
    assert [way.move.code for way in open_moves(WALK, walk, cast.neighbour)] == ["rest"]
    assert open_moves(WALK, walk, None) == []


def test_a_move_for_some_is_open_to_them_only(cast: Cast, walk: Walk) -> None:
    walk.step, walk.is_guided = "walking", True

    codes = [way.move.code for way in open_moves(WALK, walk, cast.neighbour)]

    assert codes == ["rest", "ask_guide"]


def test_an_open_move_says_why_it_cannot_be_made_yet(cast: Cast) -> None:
    nameless = Walk(step="planned", title="")

    (set_out,) = open_moves(WALK, nameless, cast.officer)

    assert (set_out.is_ready, set_out.refusal) == (False, "題名を入力してください。")


def test_a_move_writes_step_revision_passage_and_audit_row(cast: Cast, walk: Walk) -> None:
    began = walk.step_since

    with make_move(WALK, walk, "set_out", by=cast.officer, note="晴れ") as record:
        walk.title = "城の裏まで"
        record.extra["weather"] = "晴れ"

    walk.refresh_from_db()
    passage = Passage.objects.get()
    row = AuditRow.objects.get()
    assert (walk.step, walk.revision, walk.title, walk.step_since > began) == ("walking", 2, "城の裏まで", True)
    assert (passage.thing_kind, passage.thing_id) == ("walks.walk", walk.pk)
    assert (passage.move, passage.from_step, passage.to_step) == ("set_out", "planned", "walking")
    assert (passage.note, passage.by, passage.by_name) == ("晴れ", cast.officer, "姫野 光")
    assert (row.action, row.actor, row.before["step"], row.after["step"]) == (
        "walks.set_out",
        cast.officer,
        "planned",
        "walking",
    )
    assert row.after["weather"] == "晴れ"


def test_a_move_without_target_keeps_the_step_and_its_clock(cast: Cast, walk: Walk) -> None:
    move(walk, "set_out", cast.officer)
    since = walk.step_since

    move(walk, "rest", cast.neighbour)

    assert (walk.step, walk.step_since, walk.revision) == ("walking", since, 3)
    assert [(p.from_step, p.to_step) for p in Passage.objects.all()] == [("planned", "walking"), ("walking", "walking")]


def test_the_platform_itself_may_move(walk: Walk) -> None:
    with make_move(WALK, walk, "set_out", by=Robot("reminders")):
        pass

    passage = Passage.objects.get()
    assert (passage.by, passage.by_name) == (None, "reminders")


def assert_untouched(walk: Walk) -> None:
    walk.refresh_from_db()
    assert (walk.step, walk.revision, walk.title) == ("planned", 1, "城まで")
    assert (Passage.objects.count(), AuditRow.objects.count()) == (0, 0)


def test_who_may_not_is_refused_and_nothing_is_written(cast: Cast, walk: Walk) -> None:
    with pytest.raises(NotPermittedError):
        move(walk, "set_out", cast.neighbour)

    assert_untouched(walk)


def test_a_guard_refuses_in_its_words(cast: Cast) -> None:
    nameless = Walk.objects.create(step="planned", title="")

    with pytest.raises(MoveRefusedError, match="題名を入力してください。"):
        move(nameless, "set_out", cast.officer)

    assert Passage.objects.count() == 0


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_reason_is_asked_for(cast: Cast, walk: Walk, note: str) -> None:
    move(walk, "set_out", cast.officer)

    with pytest.raises(MoveRefusedError, match="理由を入力してください。"):
        move(walk, "turn_back", cast.officer, note)

    walk.refresh_from_db()
    assert walk.step == "walking"


def test_a_move_from_another_step_says_where_the_thing_stands(cast: Cast, walk: Walk) -> None:
    with pytest.raises(MoveRefusedError, match="この案件はすでに「計画中」になっています。"):
        move(walk, "come_home", cast.officer)

    assert_untouched(walk)


def test_what_fails_inside_undoes_the_whole_move(cast: Cast, walk: Walk) -> None:
    with pytest.raises(ValueError, match="rain"), make_move(WALK, walk, "set_out", by=cast.officer):
        walk.title = "途中"
        raise ValueError("rain")

    assert_untouched(walk)


def test_a_stale_copy_is_read_again_before_the_move(cast: Cast, walk: Walk) -> None:
    stale = Walk.objects.get(pk=walk.pk)
    move(walk, "set_out", cast.officer)

    with pytest.raises(MoveRefusedError, match="この案件はすでに「散歩中」になっています。"):
        move(stale, "set_out", cast.officer)

    assert Passage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_is_told(cast: Cast) -> None:
    walk = Walk.objects.create(step="planned", title="城まで")
    barrier = Barrier(2)

    def press(_number: int) -> str:
        mine = Walk.objects.get(pk=walk.pk)
        barrier.wait()
        try:
            move(mine, "set_out", cast.officer)
        except MoveRefusedError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(press, range(2)))

    assert answers == ["ok", "この案件はすでに「散歩中」になっています。"]
    assert (Passage.objects.count(), AuditRow.objects.count()) == (1, 1)
