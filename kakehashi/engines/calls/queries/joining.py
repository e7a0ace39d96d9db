"""Partners and co-workers as they are read."""

from django.db.models import QuerySet

from kakehashi.engines.calls.models import Partner
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person


def partners_to_answer(person: Person) -> QuerySet[Partner]:
    """Where a body of this person is named in an application, whatever it has answered."""
    mine = standing(person).where(Permission.REQUEST_SERVICES)
    return Partner.objects.filter(organisation__in=mine).select_related(
        "organisation", "application__applicant", "application__call__scheme"
    )


def person_by_address(address: str) -> Person | None:
    """Somebody who can sign in, by the address they do it with, and who holds a role today."""
    found = Person.objects.filter(user__email__iexact=address, user__is_active=True).first()
    return found if found is not None and standing(found).organisations else None
