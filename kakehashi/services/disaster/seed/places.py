"""The places of `data/places/` (origin: `data/SOURCES.md`), each linked to the organisation of the same code."""

import csv
import datetime as dt
from pathlib import Path

from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import japanese
from kakehashi.services.disaster.choices import PlaceKind
from kakehashi.services.disaster.models import Place

FILE = Path(__file__).parents[1] / "data" / "places" / "places.csv"
_OWN = ("code", "ja", "kana", "prefecture", "valid_to")
_LONGEST = 400


def load_places() -> int:
    """Bring the table to the state of the file. Returns how many places there are in it."""
    organisations = _organisations()
    with FILE.open(encoding="utf-8", newline="") as file:
        places = [_place(row, organisations) for row in csv.DictReader(file)]
    columns = [column.attname for column in Place._meta.concrete_fields if column.name not in {"id", "code"}]
    names = [column.removesuffix("_id") for column in columns]
    Place.objects.bulk_create(
        places, batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=names
    )
    return len(places)


def _organisations() -> dict[str, int]:
    """By the first signs of the official code, as the agency's codes begin: two for a prefecture, five below it."""
    kinds = {OrganisationKind.PREFECTURE: 2, OrganisationKind.MUNICIPALITY: 5, OrganisationKind.WARD: 5}
    found = Organisation.objects.filter(kind__in=kinds).values_list("kind", "code", "id")
    return {code[: kinds[OrganisationKind(kind)]]: pk for kind, code, pk in found}


def _place(row: dict[str, str], organisations: dict[str, int]) -> Place:
    kind, _colon, code = row["code"].partition(":")
    names = {language: name for language, name in row.items() if name and language not in _OWN}
    searched = [row["ja"], japanese.fold_reading(row["kana"]), *names.values()]
    return Place(
        code=row["code"],
        kind=kind,
        name_ja=row["ja"],
        name_kana=row["kana"],
        names=names,
        prefecture=row["prefecture"],
        organisation_id=organisations.get(code[:5]) if kind in {PlaceKind.PREFECTURE, PlaceKind.CITY} else None,
        valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        folded=japanese.fold(" ".join(searched))[:_LONGEST],
    )
