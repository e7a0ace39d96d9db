"""Who conducts a drill, and who takes part in it: the one knows what is coming, the others are to be surprised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.services.disaster.choices import DrillState

if TYPE_CHECKING:
    from kakehashi.services.disaster.models import Exercise

OVER = frozenset({DrillState.ENDED, DrillState.REVIEWED})


def may_take_part(by: Actor | None, exercise: Exercise) -> bool:
    """Answer what arrives, say what shelters do, end it when something real happens, look back."""
    return may(by, Permission.WRITE_BULLETINS, exercise.organisation_id)


def may_conduct(by: Actor | None, exercise: Exercise) -> bool:
    """Write the script and change the plan: who registered it; once they write there no longer, its approvers."""
    if isinstance(by, Robot):
        return True
    if may_take_part(exercise.conductor, exercise):
        return by is not None and by == exercise.conductor
    return may(by, Permission.APPROVE_BULLETINS, exercise.organisation_id)


def may_read_script(by: Actor | None, exercise: Exercise) -> bool:
    """When it is over, everybody who took part; until then, whoever conducts it."""
    return may_conduct(by, exercise) or (exercise.state in OVER and may_take_part(by, exercise))
