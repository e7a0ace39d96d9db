"""What is done: verbs with the actor as `by`."""

from kakehashi.engines.calls.operations.applying import NoFormError, save_paper, start_application, take_over
from kakehashi.engines.calls.operations.moving import MOVES

__all__ = ["MOVES", "NoFormError", "save_paper", "start_application", "take_over"]
