"""For which areas an organisation may speak: a municipality for itself, a prefecture for what lies in it."""

from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import Organisation

# The first five digits of the codes of designated cities that do not begin the hundreds of their prefecture: the wards
# of a designated city are numbered from its own number on, up to the next one's (全国地方公共団体コード).
_SECOND_CITIES = ("14130", "14150", "22130", "27140", "40130")


def may_speak_for(organisation: Organisation, area: str) -> bool:
    """`area`: the code of a place (``city:2820100``). Headquarters may speak for everywhere."""
    kind, _, code = area.partition(":")
    if organisation.kind in {Kind.HEADQUARTERS, Kind.SECTION}:
        return bool(code)
    own = organisation if organisation.kind in {Kind.PREFECTURE, Kind.MUNICIPALITY} else organisation.parent
    if own is None:
        return False
    if own.kind == Kind.PREFECTURE:
        return kind in {"pref", "city", "area"} and code.startswith(own.code[:2])
    return kind == "city" and own.kind == Kind.MUNICIPALITY and _is_city_or_ward(own.code[:5], code[:5])


def _is_city_or_ward(city: str, code: str) -> bool:
    return city == code or city < code < end_of_wards(city)


def end_of_wards(city: str) -> str:
    """The number before which the wards of this city end; of a city without wards its own."""
    if not (city[2] == "1" and (city.endswith("00") or city in _SECOND_CITIES)):
        return city
    return min((one for one in _SECOND_CITIES if one > city and one[:2] == city[:2]), default=f"{city[:2]}200")


def own_areas(organisation: Organisation) -> tuple[str, str]:
    """Where to look for the places it may speak for: the beginnings of their codes (prefecture, municipality).

    Both empty: everywhere; the second empty: a whole prefecture.
    """
    own = organisation if organisation.kind in {Kind.PREFECTURE, Kind.MUNICIPALITY} else organisation.parent
    if organisation.kind in {Kind.HEADQUARTERS, Kind.SECTION} or own is None:
        return "", ""
    return own.code[:2], own.code[:5] if own.kind == Kind.MUNICIPALITY else ""
