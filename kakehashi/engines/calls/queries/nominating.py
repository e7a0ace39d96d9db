"""Nominations as this person may read them."""

from django.db.models import QuerySet

from kakehashi.engines.calls.models import Call, Nomination
from kakehashi.engines.calls.queries.reading import visible_calls
from kakehashi.foundation.organisations.models import Person


def visible_nominations(person: Person | None) -> QuerySet[Nomination]:
    return Nomination.objects.visible_to(person).select_related(
        "call__scheme", "body", "nominator", "nominated_by", "answered_by", "application"
    )


def calls_taking_nominations(person: Person | None) -> QuerySet[Call]:
    return visible_calls(person).filter(takes_nominations=True, announced_at__isnull=False)
