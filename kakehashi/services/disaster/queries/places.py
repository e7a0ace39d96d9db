"""Places by code, by what people type, and near an organisation."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock, japanese
from kakehashi.services.disaster.choices import PlaceKind
from kakehashi.services.disaster.models import Place

AREAS = (
    PlaceKind.PREFECTURE,
    PlaceKind.CITY,
    PlaceKind.AREA,
    PlaceKind.QUAKE,
    PlaceKind.TSUNAMI,
    PlaceKind.EPICENTRE,
)
_MOST = 20


def places_in_use() -> QuerySet[Place]:
    return Place.objects.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()))


def places_by_code(codes: Iterable[str]) -> dict[str, Place]:
    """Also those no longer valid: what was written with them must still be readable."""
    return Place.objects.in_bulk(list(codes), field_name="code")


def find_places(text: str, kinds: Iterable[str] = AREAS) -> list[Place]:
    """By name in any language, kana or code; exact names first, then the larger kind. At most twenty."""
    words = japanese.search_words(text)
    if not words:
        return []
    matching = Q()
    for word in words:
        matching &= (
            Q(folded__contains=japanese.fold(word)) | Q(folded__contains=japanese.fold_reading(word)) | Q(code=word)
        )
    kinds = list(kinds)
    whole = " ".join(words)
    exact = Q(name_ja=whole) | Q(name_kana=whole) | Q(names__en__iexact=whole) | Q(code=whole)
    found = (
        places_in_use()
        .filter(matching, kind__in=kinds)
        .annotate(
            is_other=Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField()),
            size=Case(
                *(When(kind=kind, then=Value(order)) for order, kind in enumerate(kinds)), output_field=IntegerField()
            ),
        )
    )
    return list(found.order_by("is_other", "size", "code")[:_MOST])


def places_near(organisation: Organisation) -> list[Place]:
    """What is offered first: the municipality itself, then its prefecture."""
    local = (OrganisationKind.PREFECTURE, OrganisationKind.MUNICIPALITY, OrganisationKind.WARD)
    own = [organisation.pk]
    if organisation.parent is not None and organisation.parent.kind in local:
        own.append(organisation.parent.pk)
    found = {place.organisation_id: place for place in places_in_use().filter(organisation__in=own)}
    return [found[pk] for pk in own if pk in found]
