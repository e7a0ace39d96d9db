"""The views of the list that one has saved, to be changed; those to be opened are read in `options`."""

from django.db.models import QuerySet

from kakehashi.engines.cases.models import SavedView
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person


def own_views(person: Person) -> QuerySet[SavedView]:
    return SavedView.objects.filter(person=person).select_related("shared_with")


def offices_to_share_with(person: Person) -> QuerySet[Organisation]:
    """The offices at which one works."""
    return Organisation.objects.filter(pk__in=standing(person).where(Permission.HANDLE_CASES)).order_by("code")
