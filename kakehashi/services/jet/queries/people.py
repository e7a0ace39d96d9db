"""Whom the platform turns to."""

from django.db.models import QuerySet

from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.models import Person, valid_on
from kakehashi.kernel import clock


def council_people() -> QuerySet[Person]:
    """Those who run the programme."""
    return _holding(Permission.HANDLE_JET)


def approving_people() -> QuerySet[Person]:
    """Those who decide that a placement holds."""
    return _holding(Permission.APPROVE_PLACEMENT)


def _holding(permission: Permission) -> QuerySet[Person]:
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    held = RoleHeld.objects.filter(valid_on(clock.today()), role__in=roles)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name_kana", "id")
