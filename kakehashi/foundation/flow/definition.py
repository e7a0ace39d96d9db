"""A procedure is a table: steps and moves as frozen data, varied by what their guards read."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.functional import Promise

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.flow.models import Flowing

T = TypeVar("T", bound=Flowing)
Words = str | Promise


class Turn(StrEnum):
    """Whose turn it is while a thing stands at a step."""

    CLIENT = "client"
    BRANCH = "branch"
    OFFICE = "office"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Step:
    """One state: its name for staff, its name for the public, whose turn it is."""

    code: str
    label: Words
    public_label: Words
    turn: Turn
    is_end: bool = False


@dataclass(frozen=True)
class Move(Generic[T]):
    """One way on. `target` None keeps the step. A guard answers ``None`` or the sentence that refuses."""

    code: str
    label: Words
    sources: tuple[str, ...]
    target: str | None
    permit: Callable[[Actor, T], bool]
    guards: tuple[Callable[[T], Words | None], ...] = ()
    applies: Callable[[T], bool] | None = None
    needs_note: bool = False
    note_label: Words = ""
    consequence: Words = ""  # what will be sent to whom, shown before
    is_side: bool = False  # a side road: open, but not the next step one would expect


@dataclass(frozen=True)
class Flow(Generic[T]):
    """All steps and moves of one kind of thing."""

    name: str
    steps: tuple[Step, ...]
    moves: tuple[Move[T], ...]

    def step(self, code: str) -> Step:
        return next(step for step in self.steps if step.code == code)

    def move(self, code: str) -> Move[T]:
        return next(move for move in self.moves if move.code == code)

    def codes(self) -> list[str]:
        return [step.code for step in self.steps]
