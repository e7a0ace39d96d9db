"""What a person may do today, worked out once and asked many times."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q

from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.models import Person, valid_on
from kakehashi.kernel import clock


@dataclass(frozen=True)
class Standing:
    """A person's permissions on one day: for each, the organisations (ids) or everywhere."""

    day: dt.date
    at: dict[Permission, frozenset[int]] = field(default_factory=dict)
    everywhere: frozenset[Permission] = frozenset()
    organisations: tuple[int, ...] = ()  # where any role is held, in the order of their codes

    def may(self, permission: Permission, organisation_id: int | None = None) -> bool:
        """Whether the permission is held at that organisation; with ``None``: anywhere at all."""
        if permission in self.everywhere:
            return True
        held = self.at.get(permission, frozenset())
        return bool(held) if organisation_id is None else organisation_id in held

    def where(self, permission: Permission) -> frozenset[int]:
        """The organisations at which the permission is held by a role there (not those meant by "everywhere")."""
        return self.at.get(permission, frozenset())

    def reach(self, permission: Permission, column: str) -> Q:
        """A filter for rows whose `column` holds an organisation at which the permission is held."""
        return Q() if permission in self.everywhere else Q(**{f"{column}__in": self.where(permission)})


NOBODY = Standing(dt.date.min)


def standing(person: Person | None) -> Standing:
    """The person's standing today; one query, then remembered on the person for the day."""
    if person is None:
        return NOBODY
    known: Standing | None = getattr(person, "_standing", None)
    if known is None or known.day != clock.today():
        known = _standing_on(person, clock.today())
        person._standing = known  # type: ignore[attr-defined]  # a cache on the instance
    return known


def forget_standing(person: Person) -> None:
    """After a role was given or ended."""
    person.__dict__.pop("_standing", None)


def _standing_on(person: Person, day: dt.date) -> Standing:
    at: dict[Permission, set[int]] = {}
    everywhere: set[Permission] = set()
    organisations: dict[int, None] = {}
    held = RoleHeld.objects.filter(valid_on(day), person=person).order_by("organisation__code", "id")
    for organisation_id, code in held.values_list("organisation_id", "role"):
        organisations[organisation_id] = None
        for permission in ROLES[code].permissions:
            at.setdefault(permission, set()).add(organisation_id)
        everywhere |= ROLES[code].everywhere
    return Standing(day, {p: frozenset(ids) for p, ids in at.items()}, frozenset(everywhere), tuple(organisations))
