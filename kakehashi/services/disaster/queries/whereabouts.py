"""Where a facility stands, so that it is shown there: its municipality, or the prefecture where that cannot be told."""

import re
from collections.abc import Iterable

from django.db.models import Q

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.services.disaster.choices import PlaceKind
from kakehashi.services.disaster.models import Facility, Place

_DISTRICT = re.compile(r"^[^\s郡]{1,6}郡")  # stands before the names of towns and villages


class Whereabouts:
    """Of all these facilities, in one query; none where there is nothing to look for."""

    def __init__(self, facilities: Iterable[Facility]) -> None:
        found = list(facilities)
        strange = {_number(one.organisation)[:2] for one in found if not _is_of_city(one)}
        wanted = Q(code__in={city_of(one.organisation) for one in found}) | Q(kind=PlaceKind.PREFECTURE)
        if strange:  # by its address, where the keeper's own prefecture is not known in any of them
            cities = Q(kind=PlaceKind.CITY, valid_to=None)
            wanted |= cities if "" in strange else cities & Q(prefecture__in=strange)
        columns = ("code", "kind", "name_ja", "prefecture")
        places = list(Place.objects.filter(wanted).order_by("code").only(*columns)) if found else []
        self._codes = {place.code for place in places}
        self._prefectures = {place.name_ja: place.code for place in places if place.kind == PlaceKind.PREFECTURE}
        self._cities = sorted(
            (place for place in places if place.kind == PlaceKind.CITY), key=lambda place: -len(place.name_ja)
        )

    def code(self, facility: Facility) -> str:
        """Of the place whose pages show it; empty where not even the prefecture can be told."""
        own = city_of(facility.organisation)
        if own in self._codes:
            return own
        named = next((name for name in self._prefectures if facility.address_ja.startswith(name)), "")
        number = self._prefectures[named].partition(":")[2] if named else _number(facility.organisation)[:2]
        address = facility.address_ja.removeprefix(named)
        city = next((one for one in self._cities if one.prefecture == number and _begins(address, one.name_ja)), None)
        around = f"{PlaceKind.PREFECTURE}:{number}"
        return city.code if city else around if around in self._codes else ""


def city_of(organisation: Organisation) -> str:
    """The code of the place a municipality is."""
    return f"{PlaceKind.CITY}:{organisation.code[:5]}00"


def _is_of_city(facility: Facility) -> bool:
    return facility.organisation.kind == "municipality"


def _number(organisation: Organisation) -> str:
    """The official code of whoever keeps it, or of what that belongs to; empty where neither has one."""
    codes = [organisation.code, organisation.parent.code if organisation.parent else ""]
    return next((code for code in codes if code.isdigit()), "")


def _begins(address: str, name: str) -> bool:
    return address.startswith(name) or _DISTRICT.sub("", address, count=1).startswith(name)
