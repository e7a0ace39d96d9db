"""A flow with one of each: a plain move, a guard, a note, a move only for some, a move that stays, an end."""

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.foundation.organisations.models import Person
from tests.foundation.flow.walks.models import Walk


def is_officer(by: Actor, walk: Walk) -> bool:
    return isinstance(by, Robot) or by.email.startswith("officer@")


def is_anyone(by: Actor, walk: Walk) -> bool:
    return isinstance(by, Person | Robot)


def has_title(walk: Walk) -> str | None:
    return None if walk.title else "題名を入力してください。"


WALK = Flow[Walk](
    name="walks",
    steps=(
        Step("planned", "計画中", "準備中", Turn.CLIENT),
        Step("walking", "散歩中", "進行中", Turn.OFFICE),
        Step("home", "帰宅", "終了", Turn.NOBODY, is_end=True),
    ),
    moves=(
        Move("set_out", "出発する", ("planned",), "walking", is_officer, guards=(has_title,)),
        Move("rest", "休む", ("walking",), None, is_anyone),
        Move("ask_guide", "案内を頼む", ("walking",), None, is_anyone, applies=lambda walk: walk.is_guided),
        Move("turn_back", "引き返す", ("walking",), "planned", is_officer, needs_note=True, note_label="理由"),
        Move("come_home", "帰る", ("walking",), "home", is_officer),
    ),
)
