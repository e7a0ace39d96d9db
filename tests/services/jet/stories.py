"""The JET Programme of the tests: a year, and sheets at every step of their road."""

from typing import Any

from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.services.jet.models import Cycle, RequestSheet
from kakehashi.services.jet.operations import cycles
from kakehashi.services.jet.operations import requests as operations
from tests.cast import Cast, make_person

CONTACT = {"contact": "係", "phone": "079-000-0000", "email": "", "note": ""}


def jet_officer(cast: Cast) -> Person:
    return make_person("jet", "地球 結", ("jet_staff", cast.headquarters))


def cycle(by: Person, year: int = 2013, *, takes_requests: bool = True) -> Cycle:
    made = cycles.make_cycle({"year": year, "takes_requests": takes_requests}, by=by)
    rows = [
        {"country": Country.objects.get(pk="GB"), "group": "english", "alt": 2, "cir": None, "sea": None},
        {"country": Country.objects.get(pk="FR"), "group": "small", "alt": None, "cir": 1, "sea": None},
    ]
    cycles.set_plan(made, rows, by=by)
    return made


def line(**values: Any) -> dict[str, Any]:
    """Of one ALT anywhere."""
    return {"position": "ALT", "posts": 1, "urbanity": "semi", "housing": "provided", **values}


def draft(cycle: Cycle, body: Organisation, by: Person, *lines: dict[str, Any]) -> RequestSheet:
    sheet = operations.begin_sheet(cycle, body, by=by)
    for each in lines or (line(),):
        operations.add_line(sheet, each, by=by)
    operations.change_contact(sheet, CONTACT, base_revision=sheet.revision, by=by)
    return sheet


def moved(sheet: RequestSheet, code: str, by: Person, note: str = "") -> RequestSheet:
    operations.move_sheet(sheet, code, by=by, note=note, base_revision=sheet.revision)
    return sheet


def gathered(sheet: RequestSheet, cast: Cast, by: Person) -> RequestSheet:
    return moved(moved(sheet, "submit", by), "forward", cast.branch_officer)
