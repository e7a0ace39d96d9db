"""What is done: verbs with the actor as `by`."""

from kakehashi.engines.calls.operations.applying import NoFormError, save_paper, start_application
from kakehashi.engines.calls.operations.moving import MOVES as _MOVING
from kakehashi.engines.calls.operations.paying import PAYING_MOVES

__all__ = ["MOVES", "NoFormError", "save_paper", "start_application"]

MOVES = _MOVING | PAYING_MOVES
