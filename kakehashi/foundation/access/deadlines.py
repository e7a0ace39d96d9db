"""Exceptions to a deadline: the one mechanism for every part of the platform (granted by `operations.deadlines`).

Whether one has passed is asked of `clock.has_passed`, everywhere: the minute that is named counts in full.
"""

import datetime as dt

from django.db.models import Max, Q

from kakehashi.foundation.access.models import DeadlineException
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel.references import Ref


def deadline_for(
    about: Ref, default: dt.datetime, organisation: Organisation | None = None, person: Person | None = None
) -> dt.datetime:
    """Until when this body or person may hand in what `about` asks: the default, or a later exception."""
    for_whom = Q(organisation=organisation, organisation__isnull=False) | Q(person=person, person__isnull=False)
    found = DeadlineException.objects.filter(for_whom, about_kind=about.kind, about_id=about.id)
    latest: dt.datetime | None = found.aggregate(latest=Max("until"))["latest"]
    return default if latest is None else max(default, latest)
