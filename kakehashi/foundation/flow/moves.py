"""Asking which moves are open, and making one: the only writer of a step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import Record, StaleError, act, values
from kakehashi.foundation.flow.definition import Flow, Move
from kakehashi.foundation.flow.models import Flowing, Passage
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

T = TypeVar("T", bound=Flowing)


class MoveRefusedError(Exception):
    """A move that cannot be made now; the message is the sentence to show."""


class StaleMoveError(StaleError, MoveRefusedError):
    """A move refused because of what whoever presses has not read yet."""


@dataclass(frozen=True)
class OpenMove(Generic[T]):
    """A move this person may make from here; `refusal` says why not yet."""

    move: Move[T]
    refusal: str | None

    @property
    def is_ready(self) -> bool:
        return self.refusal is None


def open_moves(flow: Flow[T], thing: T, by: Actor | None) -> list[OpenMove[T]]:
    """The moves open to `by`, in the order of the flow: what the page draws its buttons from."""
    if by is None:
        return []
    return [
        OpenMove(move, _refusal(move, thing))
        for move in flow.moves
        if thing.step in move.sources and (move.applies is None or move.applies(thing)) and move.permit(by, thing)
    ]


@contextmanager
def make_move(
    flow: Flow[T], thing: T, code: str, *, by: Actor, note: str = "", base_revision: int | None = None
) -> Iterator[Record]:
    """Take `thing` along `code`; what the move brings with it is done inside the ``with``, where it has its new step.

    The row is locked and read again first, so of two people who press at once one is told what happened. Change
    columns of `thing` inside the ``with`` only: they are saved with the step. When the body fails, `thing` is back at
    the step at which the database has it. `base_revision`: the one that was read before pressing, where that counts.
    Raises ``MoveRefusedError`` (a sentence), ``StaleMoveError`` or ``NotPermittedError``.
    """
    move = flow.move(code)
    with act(f"{flow.name}.{code}", thing, by=by, permit=move.permit, note=note) as record:
        _lock(flow, move, thing)
        if base_revision is not None and thing.revision != base_revision:
            raise StaleMoveError(thing)
        record.before = values(thing)
        if move.needs_note and not note.strip():
            raise MoveRefusedError(_("理由を入力してください。"))
        if refusal := _refusal(move, thing):
            raise MoveRefusedError(refusal)
        before, since = thing.step, thing.step_since
        if move.target is not None:
            thing.step, thing.step_since = move.target, clock.now()
        try:
            yield record
        except BaseException:
            thing.step, thing.step_since = before, since
            raise
        thing.revision += 1
        thing.save()
        Passage.objects.create(
            thing_kind=thing.ref.kind,
            thing_id=thing.ref.id,
            move=code,
            from_step=before,
            to_step=thing.step,
            note=note,
            by=by if isinstance(by, Person) else None,
            by_name=str(by),
        )


def _lock(flow: Flow[T], move: Move[T], thing: T) -> None:
    """Hold the row and take it over as it is now."""
    thing.refresh_from_db(from_queryset=type(thing)._default_manager.select_for_update(no_key=True))
    if thing.step not in move.sources or (move.applies is not None and not move.applies(thing)):
        label = flow.step(thing.step).label
        raise MoveRefusedError(_("この案件はすでに「%(step)s」になっています。") % {"step": label})


def _refusal(move: Move[T], thing: T) -> str | None:
    for guard in move.guards:
        if sentence := guard(thing):
            return str(sentence)
    return None
