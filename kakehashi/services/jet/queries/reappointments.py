"""Reappointments of a year, as this person may read them, and what they leave for new people."""

import datetime as dt
from collections import Counter

from django.db.models import Count, QuerySet

from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel.references import Ref
from kakehashi.services.jet.choices import DeadlineKind, Position
from kakehashi.services.jet.flow import REAPPOINTMENT_FLOW
from kakehashi.services.jet.models import Cycle, Participant, Reappointment
from kakehashi.services.jet.queries.cycles import deadline
from kakehashi.services.jet.terms.reappointing import Standing, standing


def visible_reappointments(person: Person | None) -> QuerySet[Reappointment]:
    found = Reappointment.objects.visible_to(person)
    return found.select_related("cycle", "participant__organisation", "participant__country", "participant__host")


def ending(cycle: Cycle) -> list[Participant]:
    """In service, with a term that ends in the year, not asked yet, and not at the limit."""
    found = Participant.objects.filter(step="active", ends_on__year=cycle.year).exclude(reappointments__cycle=cycle)
    rows = found.select_related("organisation", "person").order_by("organisation__code", "name", "id")
    return [one for one in rows if standing(one.arrival, one.count) != Standing.LIMIT]


def due(one: Reappointment) -> dt.date | None:
    """Until when the answers are due, by the country."""
    found = deadline(one.cycle, DeadlineKind.REAPPOINTMENT, country=one.participant.country_id)
    return found.on if found else None


def table(person: Person | None, cycle: Cycle) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """Steps, and per position how many stand at each: what is left open is what new people are needed for."""
    rows = Reappointment.objects.visible_to(person).filter(cycle=cycle).order_by()
    found = Counter(
        {
            (position, step): n
            for position, step, n in rows.values_list("participant__position", "step").annotate(Count("pk"))
        }
    )
    steps = [one.code for one in REAPPOINTMENT_FLOW.steps]
    lines = [
        (position, [found[position, step] for step in steps])
        for position in Position.values
        if any(found[position, step] for step in steps)
    ]
    return [str(one.label) for one in REAPPOINTMENT_FLOW.steps], lines


def story(one: Reappointment) -> QuerySet[Passage]:
    ref = Ref(one._meta.label_lower, one.pk)
    return Passage.objects.filter(thing_kind=ref.kind, thing_id=ref.id).select_related("by").order_by("at", "id")
