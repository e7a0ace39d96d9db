"""Candidates, as this person may read them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Country, Organisation, Person, valid_on
from kakehashi.kernel import clock
from kakehashi.services.jet.choices import Position
from kakehashi.services.jet.flow import CANDIDATE_FLOW
from kakehashi.services.jet.models import Application, Cycle

PLACES = (OrganisationKind.PREFECTURE, OrganisationKind.MUNICIPALITY)


def visible_applications(person: Person | None) -> QuerySet[Application]:
    return Application.objects.visible_to(person).select_related(
        "cycle", "mission", "country", "partner", "participant"
    )


def own_applications(person: Person) -> QuerySet[Application]:
    return visible_applications(person).filter(person=person).order_by("-cycle__year")


def entering_missions(person: Person | None) -> QuerySet[Organisation]:
    """In whose name this person enters candidates: one's own mission, for the council every one."""
    held = standing(person)
    missions = Organisation.objects.filter(valid_on(clock.today()), kind=OrganisationKind.MISSION).order_by("code")
    if held.may(Permission.HANDLE_JET):
        return missions
    return missions.filter(pk__in=held.where(Permission.SELECT_CANDIDATES))


def places_to_wish() -> QuerySet[Organisation]:
    """Prefectures and municipalities of today."""
    return Organisation.objects.filter(valid_on(clock.today()), kind__in=PLACES)


def find_applications(
    person: Person | None, *, cycle: Cycle, text: str = "", step: str = "", position: str = "", country: str = ""
) -> QuerySet[Application]:
    found = visible_applications(person).filter(cycle=cycle)
    if text := text.strip():
        found = found.filter(Q(number__icontains=text) | Q(name__icontains=text))
    if step in CANDIDATE_FLOW.codes():
        found = found.filter(step=step)
    if position in Position.values:
        found = found.filter(position=position)
    if country:
        found = found.filter(country=country)
    return found.order_by("number")


@dataclass(frozen=True)
class Standing:
    """Candidates of a year at one step."""

    step: str
    label: str
    people: int


def counted(person: Person | None, cycle: Cycle) -> list[Standing]:
    rows = Application.objects.visible_to(person).filter(cycle=cycle).order_by().values_list("step")
    found = dict(rows.annotate(Count("pk")))
    return [Standing(one.code, str(one.label), found[one.code]) for one in CANDIDATE_FLOW.steps if one.code in found]


def countries_applying(person: Person | None, cycle: Cycle) -> QuerySet[Country]:
    mine = Application.objects.visible_to(person).filter(cycle=cycle)
    return Country.objects.filter(pk__in=mine.values("country"))


def story(application: Application) -> QuerySet[Passage]:
    ref = application.ref
    return Passage.objects.filter(thing_kind=ref.kind, thing_id=ref.id).select_related("by")
