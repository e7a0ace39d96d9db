"""How the names of places in a text are read."""

from collections import defaultdict
from collections.abc import Mapping

from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import Organisation


def readings_of_places(text: str) -> Mapping[str, str]:
    """Name → kana of every place of the register that the text names; not of names that are read in two ways."""
    places = Organisation.objects.filter(kind__in=(Kind.PREFECTURE, Kind.MUNICIPALITY, Kind.WARD)).exclude(name_kana="")
    found: dict[str, set[str]] = defaultdict(set)
    for name, kana in places.values_list("name_ja", "name_kana"):
        if name in text:
            found[name].add(kana)
    return {name: kana for name, (kana, *others) in found.items() if not others}
