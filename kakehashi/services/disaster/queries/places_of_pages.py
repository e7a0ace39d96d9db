"""Where the public pages are about: the places bulletins are for, the prefectures around them, open shelters."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import FacilityKind, PlaceKind, ShelterState
from kakehashi.services.disaster.models import Bulletin, Facility, Place, ShelterInDrill
from kakehashi.services.disaster.queries.languages import all_chosen
from kakehashi.services.disaster.queries.whereabouts import Whereabouts
from kakehashi.services.disaster.queries.wording import named_issuers, named_place
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


@dataclass(frozen=True)
class _Shown:
    """A shelter as it is said to be; `drill`: in which drill, 0 in earnest."""

    facility: Facility
    state: str
    since: dt.datetime
    drill: int = 0


class Places:
    """Four queries: the shelters, those of drills, where they stand, the places."""

    def __init__(self, bulletins: Iterable[Bulletin], languages: tuple[str, ...]) -> None:
        self.languages = languages
        self.chosen = all_chosen()
        self._shelters = list(_shown_shelters())
        facilities = [one.facility for one in self._shelters]
        whereabouts = Whereabouts(facilities)
        self._stands = {one.pk: whereabouts.code(one) for one in facilities}
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
            languages=self.chosen.get(place.organisation_id or 0, ()),
            system=_SYSTEMS.get(PlaceKind(place.kind), "JMA_AreaInformationCity"),
        )

    def offline(self) -> tuple[str, ...]:
        """Municipalities get a zip."""
        return tuple(self.address(code) for code, place in self._places.items() if place.kind == PlaceKind.CITY)

    def shelters(self, moment: Callable[[dt.datetime], site.Moment]) -> tuple[site.Shelter, ...]:
        return tuple(self._shelter(one, moment) for one in self._shelters)

    def _shelter(self, shown: _Shown, moment: Callable[[dt.datetime], site.Moment]) -> site.Shelter:
        one = shown.facility
        named = Named(one.name_ja, one.name_kana, one.names)
        return site.Shelter(
            code=f"f{one.pk}-d{shown.drill}" if shown.drill else f"f{one.pk}",
            area=self.address(where) if self.knows(where := self._stands[one.pk]) else "",
            names={code: sign_name(named, code) for code in self.languages},
            addresses={"ja": one.address_ja} if one.address_ja else {},
            status=_SHELTERS[shown.state],
            updated_at=moment(shown.since),
            phone=one.phone,
            is_exercise=bool(shown.drill),
        )


def _shown_shelters() -> list[_Shown]:
    """Open or full ones, and those closed a moment ago, so that nobody walks there in vain.

    Then those of drills that are on, where drills are shown; not what is really open or was a moment ago.
    """
    closed = Q(state=ShelterState.CLOSED, state_since__gt=clock.now() - CLOSED_SHOWN)
    told = closed | Q(state__in=[ShelterState.OPEN, ShelterState.FULL])
    used = Facility.objects.filter(kind=FacilityKind.SHELTER, is_used=True)
    real = used.filter(told).select_related("organisation__parent").order_by("pk")
    found = [_Shown(one, one.state, one.state_since) for one in real]
    if not settings.DISASTER_PUBLIC_DRILLS:
        return found
    known = {one.facility.pk for one in found}
    now = clock.now()
    drills = ShelterInDrill.objects.filter(told, exercise__starts_at__lte=now, exercise__ends_at__gt=now)
    rows = drills.filter(facility__in=used).select_related("facility__organisation__parent").order_by("pk")
    shown = (_Shown(one.facility, one.state, one.state_since, one.exercise_id) for one in rows)
    return found + [one for one in shown if one.facility.pk not in known]


def issuers(organisations: Iterable[Organisation], places: Places) -> tuple[site.Issuer, ...]:
    found = {one.pk: one for one in organisations}
    named = named_issuers(found.values())
    return tuple(
        site.Issuer(
            code=one.code,
            names={code: place_name(named[pk], code) for code in places.languages},
            contact=one.url or one.email,
            languages=places.chosen.get(pk, ()),
        )
        for pk, one in sorted(found.items())
    )
