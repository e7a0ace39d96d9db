"""Where the public pages are about: the places bulletins are for, the prefectures around them, open shelters."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Q

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import FacilityKind, PlaceKind, ShelterState
from kakehashi.services.disaster.models import Bulletin, Facility, Place
from kakehashi.services.disaster.queries.whereabouts import Whereabouts
from kakehashi.services.disaster.queries.wording import named_place
from kakehashi.services.disaster.site import snapshot as site
from kakehashi.services.disaster.values.names import Named, place_name, sign_name

CLOSED_SHOWN = dt.timedelta(days=3)
_SHELTERS: dict[str, site.ShelterStatus] = {
    ShelterState.OPEN: "open", ShelterState.FULL: "full", ShelterState.CLOSED: "closed",
}  # fmt: skip
_SYSTEMS = {
    PlaceKind.PREFECTURE: "JIS_X0401", PlaceKind.CITY: "JMA_AreaInformationCity", PlaceKind.AREA: "JMA_AreaForecast",
    PlaceKind.TSUNAMI: "JMA_AreaTsunami", PlaceKind.QUAKE: "JMA_AreaForecastLocalE",
    PlaceKind.EPICENTRE: "JMA_AreaEpicenter",
}  # fmt: skip


class Places:
    """Three queries: the shelters, where they stand, the places."""

    def __init__(self, bulletins: Iterable[Bulletin], languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._shelters = list(_shown_shelters())
        whereabouts = Whereabouts(self._shelters)
        self._stands = {one.pk: whereabouts.code(one) for one in self._shelters}
        wanted = {code for one in bulletins for code in one.areas} | set(self._stands.values())
        found = Place.objects.filter(Q(code__in=wanted) | Q(kind=PlaceKind.PREFECTURE)).order_by("code")
        self._places = {place.code: place for place in found}

    def knows(self, code: str) -> bool:
        return code in self._places

    def names(self, codes: Iterable[str], language: str) -> list[str]:
        return [place_name(named_place(self._places[code]), language) for code in codes if self.knows(code)]

    def address(self, code: str) -> str:
        """As it stands in addresses: 2820100 for a city, 28 for a prefecture, area-280010 for other regions."""
        kind, _, number = code.partition(":")
        return number if kind in {PlaceKind.PREFECTURE, PlaceKind.CITY} else f"{kind}-{number}"

    def areas(self) -> tuple[site.Area, ...]:
        return tuple(self._area(place) for place in self._places.values())

    def _area(self, place: Place) -> site.Area:
        kinds: dict[str, site.AreaKind] = {PlaceKind.PREFECTURE: "prefecture", PlaceKind.CITY: "municipality"}
        number = place.code.partition(":")[2]
        around = f"{PlaceKind.PREFECTURE}:{place.prefecture or number[:2]}"
        named = named_place(place)
        return site.Area(
            code=self.address(place.code),
            kind=kinds.get(place.kind, "region"),
            names={code: place_name(named, code) for code in self.languages},
            within=self.address(around) if place.kind != PlaceKind.PREFECTURE and self.knows(around) else "",
            official=number,
            system=_SYSTEMS.get(PlaceKind(place.kind), "JMA_AreaInformationCity"),
        )

    def offline(self) -> tuple[str, ...]:
        """Municipalities get a zip."""
        return tuple(self.address(code) for code, place in self._places.items() if place.kind == PlaceKind.CITY)

    def shelters(self, moment: Callable[[dt.datetime], site.Moment]) -> tuple[site.Shelter, ...]:
        return tuple(self._shelter(one, moment) for one in self._shelters)

    def _shelter(self, one: Facility, moment: Callable[[dt.datetime], site.Moment]) -> site.Shelter:
        named = Named(one.name_ja, one.name_kana, one.names)
        return site.Shelter(
            code=f"f{one.pk}",
            area=self.address(where) if self.knows(where := self._stands[one.pk]) else "",
            names={code: sign_name(named, code) for code in self.languages},
            addresses={"ja": one.address_ja} if one.address_ja else {},
            status=_SHELTERS[one.state],
            updated_at=moment(one.state_since),
            phone=one.phone,
        )


def _shown_shelters() -> Iterable[Facility]:
    """Open or full ones, and those closed a moment ago, so that nobody walks there in vain."""
    closed = Q(state=ShelterState.CLOSED, state_since__gt=clock.now() - CLOSED_SHOWN)
    found = Facility.objects.filter(closed | Q(state__in=[ShelterState.OPEN, ShelterState.FULL]))
    return found.filter(kind=FacilityKind.SHELTER, is_used=True).select_related("organisation__parent").order_by("pk")


def issuer(organisation: Organisation) -> site.Issuer:
    names = {"ja": organisation.name_ja}
    if organisation.name_kana:
        names["ja-x-yasashi"] = f"｜{organisation.name_ja}《{organisation.name_kana}》"
    if organisation.name_en:
        names["en"] = organisation.name_en
    return site.Issuer(code=organisation.code, names=names, contact=organisation.url or organisation.email)
