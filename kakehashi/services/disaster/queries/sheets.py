"""Sheets, kits and facilities as their organisation sees them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock, japanese
from kakehashi.services.disaster.choices import FacilityKind, SheetState, ShelterState
from kakehashi.services.disaster.models import Exercise, Facility, Kit, Sheet


def writers_organisations(person: Person | None) -> QuerySet[Organisation]:
    """In whose name this person makes sheets."""
    found = Organisation.objects.filter(standing(person).reach(Permission.WRITE_BULLETINS, "pk"))
    return found.select_related("parent").order_by("code")


def visible_sheets(person: Person | None) -> QuerySet[Sheet]:
    found: QuerySet[Sheet] = Sheet.objects.visible_to(person)
    return found.select_related("organisation", "facility", "kit", "exercise", "made_by", "replaced_by")


def visible_kits(person: Person | None) -> QuerySet[Kit]:
    found: QuerySet[Kit] = Kit.objects.visible_to(person)
    return found.select_related("organisation", "facility")


def visible_facilities(person: Person | None) -> QuerySet[Facility]:
    found = Facility.objects.filter(standing(person).reach(Permission.WRITE_BULLETINS, "organisation"))
    return found.select_related("organisation")


def find_facilities(person: Person | None, *, text: str = "", kind: str = "", state: str = "") -> QuerySet[Facility]:
    """By name, kana or address; open shelters first."""
    found = visible_facilities(person)
    for word in japanese.search_words(text):
        found = found.filter(Q(name_ja__icontains=word) | Q(name_kana__icontains=word) | Q(address_ja__icontains=word))
    for column, value in (("kind", kind), ("state", state)):
        if value:
            found = found.filter(**{column: value})
    return found


def running_exercises(organisation: Organisation) -> QuerySet[Exercise]:
    return Exercise.objects.filter(organisation=organisation, starts_at__lte=clock.now(), ends_at__gt=clock.now())


@dataclass(frozen=True)
class Numbers:
    """The few numbers of the home page."""

    sheets: int
    kits: int
    shelters: int
    shelters_open: int


def numbers(person: Person | None) -> Numbers:
    shelters = visible_facilities(person).filter(kind=FacilityKind.SHELTER, is_used=True)
    is_open = Q(state__in=[ShelterState.OPEN, ShelterState.FULL])
    counted = shelters.order_by().aggregate(all=Count("pk"), open=Count("pk", filter=is_open))
    return Numbers(
        sheets=Sheet.objects.visible_to(person).filter(state=SheetState.CURRENT).count(),
        kits=Kit.objects.visible_to(person).count(),
        shelters=counted["all"],
        shelters_open=counted["open"],
    )
