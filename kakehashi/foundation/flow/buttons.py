"""The moves of a thing as its page draws them: the next steps and the side roads, each with its form or its page."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.flow.definition import Flow, Move
from kakehashi.foundation.flow.forms import MoveForm
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.flow.moves import open_moves
from kakehashi.foundation.ui.items import Link


@dataclass(frozen=True)
class Button:
    """One move: refused with a sentence, on a page of its own (`href`), or with a form sent to `action`.

    `revision`: of the thing as the page shows it; `remedy`: where what a refused one waits for is done.
    """

    move: Move[Any]
    refusal: str | None
    href: str
    action: str
    form: MoveForm
    revision: int
    is_open: bool  # its form was sent and came back
    remedy: Link | None = None


def form_of(flow: Flow[Any], code: str, data: Any = None) -> MoveForm:
    move = flow.move(code)
    return MoveForm(move.note_label, move.needs_note, data, prefix=code)


def buttons(
    flow: Flow[Any],
    thing: Flowing,
    by: Actor,
    *,
    action: Callable[[str], str],
    pages: Mapping[str, str] | None = None,
    form: MoveForm | None = None,
    aside: Collection[str] = (),
) -> dict[str, list[Button]]:
    """`main_moves` and `side_moves` for the template ``flow/moves.html``.

    `action`: code → the address that takes the move; `pages`: code → address of moves that
    have a page of their own; `form`: one that was sent and refused; `aside`: codes that are no next step for now.
    """
    found: dict[str, list[Button]] = {"main_moves": [], "side_moves": []}
    for one in open_moves(flow, thing, by):
        code = one.move.code
        sent = form is not None and form.prefix == code
        button = Button(
            move=one.move,
            refusal=one.refusal,
            href=(pages or {}).get(code, ""),
            action=action(code),
            form=form if sent and form is not None else form_of(flow, code),
            revision=thing.revision,
            is_open=sent,
        )
        is_aside = one.move.is_side or code in aside
        found["side_moves" if is_aside else "main_moves"].append(button)
    return found
