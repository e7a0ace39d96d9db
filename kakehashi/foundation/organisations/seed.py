"""The register every council starts from: real bodies of `data/` (origin and traps: `data/SOURCES.md`).

What the files say overwrites; what headquarters enters on the screen (site, e-mail, countries in charge, relations)
is filled once and then left alone.
"""

import csv
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction

from kakehashi.foundation.organisations.choices import HolidaySource, RelationKind
from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import (
    Country,
    Holiday,
    Organisation,
    ReferenceLoad,
    Relation,
    RemovedHoliday,
)
from kakehashi.kernel import clock

DATA = Path(__file__).parent / "data"
FIGURES_AS_OF = dt.date(2025, 1, 1)  # of `population` and `foreign_residents` in municipalities.csv
DESIGNATED_CITY = "政令指定都市"
_OVERWRITTEN = [
    "kind", "name_ja", "name_full_ja", "name_kana", "name_en", "type_ja", "parent", "country", "latitude", "longitude",
    "population", "foreign_residents", "figures_as_of", "starts_on", "ends_on", "name_folded", "reading_folded",
]  # fmt: skip

Row = dict[str, str]


def load_reference() -> bool:
    """Bring the database to the state of the files; whether anything had to be done. Safe to repeat."""
    digest = _digest()
    if ReferenceLoad.objects.filter(digest=digest).exists():
        return False
    with transaction.atomic():
        _load_countries()
        _load_holidays()
        ids = dict(Organisation.objects.values_list("code", "id"))
        before = set(ids)
        for level in _levels():
            _load_organisations([_organisation(row, ids) for row in level], ids)
        _put_branches_in_charge()
        _give_countries(set(ids) - before)
        ReferenceLoad.objects.all().delete()
        ReferenceLoad.objects.create(digest=digest, loaded_at=clock.now())
    return True


def _digest() -> str:
    """Of the files and of this module, so that a change of either is loaded."""
    digest = hashlib.sha256()
    for path in [*sorted(DATA.glob("*.csv")), Path(__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def country_codes() -> frozenset[str]:
    """Every alpha-2 code (ISO 3166-1), from the file: also where there is no database."""
    return frozenset(row["alpha2"] for row in _rows("countries"))


def _rows(name: str) -> Iterator[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _levels() -> Iterator[list[Row]]:
    """The organisations, each after the one it is part of."""
    places = list(_rows("municipalities"))
    for kind in (Kind.PREFECTURE, Kind.MUNICIPALITY, Kind.WARD):
        yield [row for row in places if row["kind"] == kind]
    yield [_branch(row) for row in places if _has_branch(row)]
    yield [{"kind": Kind.ASSOCIATION} | row for row in _rows("associations")]
    yield [{"kind": Kind.OFFICE} | row for row in _rows("offices")]
    headquarters = list(_rows("headquarters"))
    yield [row for row in headquarters if not row["parent"]]
    yield [row for row in headquarters if row["parent"]]


def _has_branch(row: Row) -> bool:
    return row["kind"] == Kind.PREFECTURE or row["type_ja"] == DESIGNATED_CITY


def _branch(row: Row) -> Row:
    return {
        "code": f"branch-{row['code']}",
        "kind": Kind.BRANCH,
        "parent": row["code"],
        "name_ja": f"{row['name_ja']}支部",
        "name_kana": f"{row['name_kana']}しぶ",
        "name_en": f"{row['name_en']} Branch",
    }


def _organisation(row: Row, ids: dict[str, int]) -> Organisation:
    def number(name: str) -> float | None:
        return float(row[name]) if row.get(name) else None

    def day(name: str) -> dt.date | None:
        return dt.date.fromisoformat(row[name]) if row.get(name) else None

    organisation = Organisation(
        code=row["code"],
        kind=row["kind"],
        parent_id=ids[row["parent"]] if row.get("parent") else None,
        country_id=row.get("country") or "JP",
        latitude=number("latitude"),
        longitude=number("longitude"),
        population=row.get("population") or None,
        foreign_residents=row.get("foreign_residents") or None,
        figures_as_of=FIGURES_AS_OF if row.get("population") else None,
        starts_on=day("starts_on"),
        ends_on=day("ends_on"),
        is_demonstration=row.get("is_demonstration") == "yes",
        **{name: row.get(name, "") for name in ("name_ja", "name_full_ja", "name_kana", "name_en", "type_ja", "url")},
    )
    organisation.set_search_columns()
    return organisation


def _load_organisations(organisations: list[Organisation], ids: dict[str, int]) -> None:
    Organisation.objects.bulk_create(
        organisations, update_conflicts=True, unique_fields=["code"], update_fields=_OVERWRITTEN, batch_size=500
    )
    codes = [organisation.code for organisation in organisations]
    ids.update(Organisation.objects.filter(code__in=codes).values_list("code", "id"))


def _load_countries() -> None:
    Country.objects.bulk_create(
        [Country(**row) for row in _rows("countries")],
        update_conflicts=True,
        unique_fields=["alpha2"],
        update_fields=["name_ja", "name_en"],
    )


def _load_holidays() -> None:
    """Japan's; what was entered or taken out on the screen stays as it is."""
    kept = set(Holiday.objects.filter(country="JP", source=HolidaySource.SCREEN).values_list("day", flat=True))
    kept |= set(RemovedHoliday.objects.filter(country="JP").values_list("day", flat=True))
    Holiday.objects.bulk_create(
        [
            Holiday(country_id="JP", source=HolidaySource.FILE, **row)
            for row in _rows("holidays")
            if dt.date.fromisoformat(row["day"]) not in kept
        ],
        update_conflicts=True,
        unique_fields=["country", "day"],
        update_fields=["name_ja", "name_en"],
    )


def _put_branches_in_charge() -> None:
    """Every municipality without a branch gets its prefecture's, a designated city its own."""
    branches = {branch.parent_id: branch.pk for branch in Organisation.objects.filter(kind=Kind.BRANCH)}
    without = Organisation.objects.filter(kind=Kind.MUNICIPALITY).exclude(relations_in__kind=RelationKind.BRANCH_OF)
    Relation.objects.bulk_create(
        [
            Relation(source_id=branch, kind=RelationKind.BRANCH_OF, target=city)
            for city in without
            if (branch := branches.get(city.pk) or branches.get(city.parent_id))
        ],
        batch_size=500,
    )


def _give_countries(new_codes: Iterable[str]) -> None:
    """The countries of offices that were not there before."""
    given = {row["code"]: row["countries_in_charge"].split() for row in _rows("offices")}
    for office in Organisation.objects.filter(code__in=set(given) & set(new_codes)):
        office.countries_in_charge.set(Country.objects.filter(alpha2__in=given[office.code]))
