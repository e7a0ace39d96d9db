"""Whom the platform turns to."""

from django.db.models import QuerySet

from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import Person, valid_on
from kakehashi.kernel import clock

_WATCHING = {Permission.EDIT_SENTENCES, Permission.APPROVE_BULLETINS}


def headquarters_people() -> QuerySet[Person]:
    """Those at headquarters who answer for disaster information: keepers of the bank, approvers."""
    roles = [code for code, role in ROLES.items() if role.permissions & _WATCHING]
    held = RoleHeld.objects.filter(
        valid_on(clock.today()), role__in=roles, organisation__kind__in=[Kind.HEADQUARTERS, Kind.SECTION]
    )
    return Person.objects.filter(pk__in=held.values("person")).order_by("name_kana", "id")
