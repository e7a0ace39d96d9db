"""Which languages the residents of a place speak, from the statistics in `data/residents/`."""

import csv
from functools import cache
from pathlib import Path

from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation

DATA = Path(__file__).parents[1] / "data" / "residents"
_EVERYWHERE = ""


def languages_there(organisation: Organisation) -> list[tuple[str, int]]:
    """Language and people, the most first: the mix of the prefecture, scaled to the municipality's own total.

    Where no total is known the figures are those of the prefecture; outside any prefecture, of the country.
    """
    mix = _mix(_prefecture_of(organisation)) or _mix(_EVERYWHERE)
    total = organisation.foreign_residents if organisation.kind != OrganisationKind.PREFECTURE else None
    there = sum(_people(_prefecture_of(organisation)).values()) or 1
    share = total / there if total else 1.0
    return [(language, round(people * share)) for language, people in mix if round(people * share)]


def _prefecture_of(organisation: Organisation) -> str:
    """The first two signs of a local government's code; of a body below one (an association), of that one."""
    local = (OrganisationKind.PREFECTURE, OrganisationKind.MUNICIPALITY, OrganisationKind.WARD)
    if organisation.kind in local:
        return organisation.code[:2]
    parent = organisation.parent
    return parent.code[:2] if parent is not None and parent.kind in local else _EVERYWHERE


@cache
def _mix(prefecture: str) -> tuple[tuple[str, int], ...]:
    """People by first language; those who have none in the table (その他) are left out."""
    speakers: dict[str, int] = {}
    languages = _languages()
    for nationality, people in _people(prefecture).items():
        if nationality in languages:
            speakers[languages[nationality]] = speakers.get(languages[nationality], 0) + people
    return tuple(sorted(speakers.items(), key=lambda item: -item[1]))


@cache
def _people(prefecture: str) -> dict[str, int]:
    found: dict[str, int] = {}
    with (DATA / "prefecture_by_nationality.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if prefecture in {row["prefecture"], _EVERYWHERE}:
                found[row["nationality"]] = found.get(row["nationality"], 0) + int(row["people"])
    return found


@cache
def _languages() -> dict[str, str]:
    with (DATA / "nationality_language.csv").open(encoding="utf-8", newline="") as file:
        return {row["nationality"]: row["language"] for row in csv.DictReader(file)}
