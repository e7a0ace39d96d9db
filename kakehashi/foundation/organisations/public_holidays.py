"""Holidays of the countries the offices work with, worked out by the library `holidays`.

What was entered or taken out on the screen stays as it is; what the library no longer knows goes. See
`data/SOURCES.md` for what the library says of substitute and bridge days.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import holidays
from django.db import transaction

from kakehashi.foundation.organisations.choices import HolidaySource, OrganisationKind
from kakehashi.foundation.organisations.models import Country, Holiday, Organisation, RemovedHoliday
from kakehashi.kernel import clock

# Where holidays differ inside a country, those of the place where the office stands.
PLACES = {"GB": "ENG", "AU": "NSW"}
_NAMES = Path(__file__).parent / "data" / "holiday_names.csv"
_OBSERVED = re.compile(r" \((observed|in lieu)\)$")
_DAY_OFF = re.compile(r"^Day off \(substituted from (\d+)/(\d+)/\d+\)$")


Key = tuple[str, dt.date]
Names = tuple[str, str]


def load_public_holidays() -> int:
    """From last year until the year after next; answers how many days are new. Safe to repeat."""
    year = clock.today().year
    years = range(year - 1, year + 3)
    wanted = {key: names for code in _countries() for key, names in worked_out(code, years).items()}
    with transaction.atomic():
        return _bring_up_to(wanted, years)


def _countries() -> list[str]:
    """Those of the offices and in their charge; Japan's own come from the reference data."""
    offices = Organisation.objects.filter(kind=OrganisationKind.OFFICE)
    codes = Country.objects.filter(offices__in=offices).values_list("alpha2", flat=True)
    return sorted({*codes, *offices.values_list("country_id", flat=True)} - {"JP"})


def worked_out(code: str, years: Iterable[int]) -> dict[Key, Names]:
    """Days with their Japanese and English names; nothing for a country the library does not know."""
    if code not in holidays.list_supported_countries():
        return {}
    languages = holidays.list_localized_countries().get(code, [])
    language = "en_US" if "en_US" in languages else None
    found = holidays.country_holidays(code, subdiv=PLACES.get(code), years=years, language=language)
    return {(code, day): (in_japanese(name)[:80], name[:120]) for day, name in found.items()}


def in_japanese(name: str) -> str:
    """Several on one day are joined; a name we have no Japanese for stays in English."""
    return "・".join(_one_in_japanese(part) for part in name.split("; "))


def _one_in_japanese(name: str) -> str:
    if moved := _DAY_OFF.match(name):
        return f"{int(moved[1])}月{int(moved[2])}日の振替の休み"
    plain = _OBSERVED.sub("", name)
    found = _names().get(plain, plain)
    return f"{found}(振替休日)" if plain != name else found


@cache
def _names() -> dict[str, str]:
    with _NAMES.open(encoding="utf-8", newline="") as file:
        return {row["name_en"]: row["name_ja"] for row in csv.DictReader(file)}


def _bring_up_to(wanted: dict[Key, Names], years: range) -> int:
    countries = {code for code, _day in wanted}
    rows = Holiday.objects.filter(country__in=countries, day__year__gte=years[0], day__year__lte=years[-1])
    there = {(row.country_id, row.day): row for row in rows}
    removed = set(RemovedHoliday.objects.filter(country__in=countries).values_list("country_id", "day"))
    new = [
        Holiday(country_id=code, day=day, name_ja=ja, name_en=en, source=HolidaySource.LIBRARY)
        for (code, day), (ja, en) in wanted.items()
        if (code, day) not in there and (code, day) not in removed
    ]
    Holiday.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    ours = {key: row for key, row in there.items() if row.source == HolidaySource.LIBRARY}
    Holiday.objects.filter(pk__in=[row.pk for key, row in ours.items() if key not in wanted]).delete()
    renamed = [row for key, row in ours.items() if key in wanted and (row.name_ja, row.name_en) != wanted[key]]
    for row in renamed:
        row.name_ja, row.name_en = wanted[row.country_id, row.day]
    Holiday.objects.bulk_update(renamed, ["name_ja", "name_en"], batch_size=500)
    return len(new)
