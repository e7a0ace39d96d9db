"""A year of the tests that is ready to be placed."""

from dataclasses import dataclass
from typing import Any

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.tasks.running import run_due
from kakehashi.services.jet.models import Application, Cycle, PlacementRun
from kakehashi.services.jet.operations import candidates, placement
from kakehashi.services.jet.operations.candidates import Wish
from tests.cast import Cast, make_person
from tests.services.jet import stories


@dataclass
class Season:
    cycle: Cycle
    officer: Person
    approver: Person
    mission: Organisation


def season(cast: Cast) -> Season:
    """Himeji asks for two ALTs and a CIR from France, Kakogawa for one ALT with a licence; the council has accepted."""
    officer = stories.jet_officer(cast)
    approver = make_person("approver", "承認 定", ("jet_committee", cast.headquarters))
    cycle = stories.cycle(officer)
    cir = {"position": "CIR", "countries": ["FR"], "level": "N2", "urbanity": "urban"}
    himeji = stories.draft(cycle, cast.himeji, cast.officer, stories.line(posts=2), stories.line(**cir))
    kakogawa = stories.draft(cycle, cast.kakogawa, cast.neighbour, stories.line(licence=True))
    for sheet, by in ((himeji, cast.officer), (kakogawa, cast.neighbour)):
        stories.moved(stories.gathered(sheet, cast, by), "accept", officer)
    mission = Organisation.objects.create(code="mission-london", kind="mission", name_ja="在英国日本国大使館")
    return Season(cycle, officer, approver, mission)


def ready(year: Season, number: str, *wishes: Wish, **values: Any) -> Application:
    """A candidate who waits for a place."""
    facts = {
        "name": f"Candidate {number}",
        "country_id": "GB",
        "position": "ALT",
        "group": "A",
        "score": 60,
        **values,
    }
    made = candidates.add_application(year.cycle, year.mission, {"number": number, **facts}, by=year.officer)
    if wishes:
        candidates.set_wishes(made, wishes, wish="", partner="", base_revision=made.revision, by=year.officer)
    for code in ("submit", "invite", "interview", "short_list", "accept", "clear"):
        candidates.move_application(made, code, by=year.officer, base_revision=None)
    return made


def reckoned(year: Season, **values: Any) -> PlacementRun:
    run = placement.ask_run(year.cycle, **{"mode": "best", "seed": 0, "limit": 10, **values}, by=year.officer)
    run_due()
    run.refresh_from_db()
    return run


def moved(run: PlacementRun, code: str, by: Person, note: str = "") -> PlacementRun:
    placement.move_run(run, code, by=by, note=note, base_revision=run.revision)
    return run


def announced(year: Season) -> PlacementRun:
    run = moved(reckoned(year), "propose", year.officer)
    moved(run, "approve", year.approver)
    moved(run, "notify", year.officer)
    run_due()
    run.refresh_from_db()
    return run
