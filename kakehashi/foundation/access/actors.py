"""Who acts: a person, or the platform itself (a schedule, an import), which then says under which name."""

from dataclasses import dataclass

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person


@dataclass(frozen=True)
class Robot:
    """The platform acting by itself, e.g. ``Robot("reminders")``. It may do what its caller's code does."""

    name: str

    def __str__(self) -> str:
        return self.name


Actor = Person | Robot


def may(actor: Actor | None, permission: Permission, organisation_id: int | None = None) -> bool:
    """Whether the actor holds the permission at that organisation (``None``: anywhere)."""
    if isinstance(actor, Robot):
        return True
    return standing(actor).may(permission, organisation_id)
