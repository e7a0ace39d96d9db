"""Participants, as this person may read them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel.references import Ref
from kakehashi.services.jet.choices import DeadlineKind, Position
from kakehashi.services.jet.flow import PARTICIPANT_FLOW
from kakehashi.services.jet.flow.participants import IN_SERVICE
from kakehashi.services.jet.models import Deadline, Participant
from kakehashi.services.jet.terms.spells import Spell, Transfer, spells


def visible_participants(person: Person | None) -> QuerySet[Participant]:
    found = Participant.objects.visible_to(person)
    return found.select_related("country", "organisation__parent", "host", "application", "line")


def find_participants(
    person: Person | None, *, q: str = "", step: str = "", position: str = "", year: str = "", body: str = ""
) -> QuerySet[Participant]:
    """`q`: words of the name, the number or the organisation. `step`: of the road, empty: those in service, `all`:
    everybody. `body`: code of an organisation.
    """
    found = visible_participants(person)
    if step in PARTICIPANT_FLOW.codes():
        found = found.filter(step=step)
    elif step != "all":
        found = found.filter(step__in=IN_SERVICE)
    if text := q.strip():
        found = found.filter(
            Q(name__icontains=text) | Q(number__startswith=text) | Q(organisation__name_ja__icontains=text)
        )
    if position in Position.values:
        found = found.filter(position=position)
    if year.isdecimal() and len(year) == 4:
        found = found.filter(arrived_on__year=int(year))
    if body:
        found = found.filter(organisation__code=body)
    return found.order_by("organisation__code", "name", "id")


def by_number(numbers: Iterable[str]) -> dict[str, Participant]:
    """Those of a file, whoever they are."""
    found = Participant.objects.exclude(number="").select_related("organisation", "country")
    return {one.number: one for one in found.filter(number__in=list(numbers))}


def in_order(numbers: Iterable[int]) -> list[Participant]:
    """The participants of one page. Sorted as keys alone, a late page costs little more than the first."""
    keys = list(numbers)
    related = ("country", "organisation")
    found = Participant.objects.filter(pk__in=keys).select_related(*related).in_bulk()
    return [found[key] for key in keys]


@dataclass(frozen=True)
class Standing:
    """How many stand at one step."""

    step: str
    label: str
    people: int


def counted(person: Person | None) -> list[Standing]:
    rows = Participant.objects.visible_to(person).order_by().values_list("step")
    found = dict(rows.annotate(Count("pk")))
    return [Standing(one.code, str(one.label), found[one.code]) for one in PARTICIPANT_FLOW.steps if one.code in found]


def story(participant: Participant) -> QuerySet[Passage]:
    ref = Ref(participant._meta.label_lower, participant.pk)
    return Passage.objects.filter(thing_kind=ref.kind, thing_id=ref.id).select_related("by").order_by("at", "id")


def served(participant: Participant) -> list[tuple[Spell, Organisation]]:
    """What was served where, in order."""
    moves = list(participant.transfers.select_related("origin", "organisation"))
    bodies = {str(one.pk): one for move in moves for one in (move.origin, move.organisation)}
    bodies[str(participant.organisation_id)] = participant.organisation
    first = str(moves[0].origin_id if moves else participant.organisation_id)
    found = spells(first, participant.terms, [Transfer(one.on, str(one.organisation_id)) for one in moves])
    return [(one, bodies[one.organisation]) for one in found]


def group_days() -> dict[int, dt.date]:
    """Year → day on which group B arrived or is to arrive, where it is set."""
    found = Deadline.objects.filter(kind=DeadlineKind.ARRIVAL_B, country=None, group="")
    return dict(found.values_list("cycle__year", "on"))
