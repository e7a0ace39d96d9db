"""The JET Programme of the small world, and which of it stands behind an address."""

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from kakehashi.foundation.flow.definition import Flow
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.services.jet.choices import DeadlineKind
from kakehashi.services.jet.flow import CANDIDATE_FLOW, PLACEMENT_FLOW, REQUEST_FLOW
from kakehashi.services.jet.models import Application, Cycle, Deadline, PlacementRun, RequestLine, RequestSheet
from kakehashi.services.jet.operations import placement
from kakehashi.services.jet.operations.candidates import add_application
from kakehashi.services.jet.operations.cycles import set_deadline
from kakehashi.services.jet.operations.placement import PLACER, announce_run, ask_run, reckon_run
from kakehashi.services.jet.placing.apart import solve
from tests.cast import Cast
from tests.services.jet import placements, stories

if TYPE_CHECKING:
    from tests.security.world import World

Arguments = dict[str, Any]
YEAR = 2013


def make_jet(cast: Cast, others: dict[str, Person]) -> None:
    officer = others["jet_officer"]
    before, now = stories.cycle(officer, YEAR - 1), stories.cycle(officer, YEAR)
    day = {"kind": DeadlineKind.REQUEST, "group": "", "country": None, "on": "2012-10-31"}
    set_deadline(now, day, by=officer)
    stories.gathered(stories.draft(before, cast.himeji, cast.officer), cast, cast.officer)
    sheet = stories.gathered(stories.draft(before, cast.kakogawa, cast.neighbour), cast, cast.neighbour)
    stories.moved(sheet, "accept", officer)
    placed = placements.Season(before, officer, others["jet_approver"], Organisation.objects.get(code="mission-1"))
    _make_candidates(placed, others["jet_candidate"])
    proposed = placements.moved(_reckoned(placed), "propose", officer)
    _reckoned(placed)
    placements.moved(proposed, "approve", others["jet_approver"])
    placements.moved(proposed, "notify", officer)
    announce_run(proposed, by=PLACER)
    stories.draft(now, cast.himeji, cast.officer)
    stories.moved(stories.draft(now, cast.kakogawa, cast.neighbour), "submit", cast.neighbour)


def _make_candidates(season: placements.Season, person: Person) -> None:
    placements.ready(season, "GB-1").refresh_from_db()
    mine = placements.ready(season, "GB-2")
    mine.person = person
    mine.save(update_fields=["person"])
    facts = {"name": "Draft", "country_id": "GB", "position": "ALT", "group": "A"}
    add_application(season.cycle, season.mission, {"number": "GB-3", **facts}, by=season.officer)


def _reckoned(season: placements.Season) -> PlacementRun:
    run = ask_run(season.cycle, mode="best", seed=0, limit=10, by=season.officer)
    with patch.object(placement, "solve_apart", solve):  # here: a process of its own takes seconds
        reckon_run(run, by=PLACER)
    return run


Thing = RequestSheet | RequestLine | Application | PlacementRun


def thing(name: str, arguments: Arguments) -> Thing | None:
    """What stands behind an address of a sheet or a line."""
    if "pk" not in arguments or "year" in arguments:
        return None
    if name.startswith("jet:candidate"):
        return Application.objects.select_related("cycle").get(pk=arguments["pk"])
    if name.startswith(("jet:run", "jet:why")):
        return PlacementRun.objects.get(pk=arguments["pk"])
    found = RequestLine.objects.select_related("sheet__organisation")
    if name.startswith("jet:line") and name != "jet:line_new":
        return found.get(pk=arguments["pk"])
    return RequestSheet.objects.select_related("organisation").get(pk=arguments["pk"])


def arguments(what: str, sample: Arguments, world: "World") -> list[Arguments]:
    if what.startswith("line") and what != "line_new" and "pk" in sample:
        return [{"pk": pk} for pk in RequestLine.objects.order_by("pk").values_list("pk", flat=True)]
    if what == "deadline_drop":
        return [{"year": YEAR, "pk": Deadline.objects.get().pk}]
    if what.startswith("candidate") and "pk" in sample:
        people = [{"pk": pk} for pk in Application.objects.order_by("pk").values_list("pk", flat=True)]
        return _with_moves(people, sample, CANDIDATE_FLOW)
    if what.startswith(("run", "why")) and "pk" in sample:
        runs = [{"pk": pk} for pk in PlacementRun.objects.order_by("pk").values_list("pk", flat=True)]
        more = {"why_candidate": {"number": "GB-1"}, "why_line": {"line": "282103-1"}}.get(what, {})
        return _with_moves([one | more for one in runs], sample, PLACEMENT_FLOW)
    if "year" in sample:
        return [sample | {"year": YEAR} | ({"country": "FR"} if "country" in sample else {})]
    assert Cycle.objects.exists()
    sheets = [{"pk": pk} for pk in RequestSheet.objects.order_by("pk").values_list("pk", flat=True)]
    return _with_moves(sheets, sample, REQUEST_FLOW)


def _with_moves(things: list[Arguments], sample: Arguments, flow: Flow[Any]) -> list[Arguments]:
    return [one | {"code": move.code} for one in things for move in flow.moves] if "code" in sample else things
