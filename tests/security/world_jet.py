"""The JET Programme of the small world, and which of it stands behind an address."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from kakehashi.foundation.flow.definition import Flow
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.services.jet.choices import DeadlineKind
from kakehashi.services.jet.flow import (
    CANDIDATE_FLOW,
    PLACEMENT_FLOW,
    REAPPOINTMENT_FLOW,
    REQUEST_FLOW,
    VACANCY_FLOW,
)
from kakehashi.services.jet.models import (
    Application,
    Assignment,
    CostPlan,
    Cycle,
    Deadline,
    Participant,
    PlacementRun,
    PlannedPost,
    Reappointment,
    ReplacementOffer,
    RequestLine,
    RequestSheet,
    Vacancy,
)
from kakehashi.services.jet.operations import costs, participants, placement, vacancies
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
    _make_participants(placed, cast, others["jet_candidate"])
    for body, by in ((cast.himeji, cast.officer), (cast.kakogawa, cast.neighbour)):
        _make_plan(body, by)
    stories.draft(now, cast.himeji, cast.officer)
    stories.moved(stories.draft(now, cast.kakogawa, cast.neighbour), "submit", cast.neighbour)


def _make_candidates(season: placements.Season, person: Person) -> None:
    placements.ready(season, "GB-1").refresh_from_db()
    mine = placements.ready(season, "GB-2")
    mine.person = person
    mine.save(update_fields=["person"])
    facts = {"name": "Draft", "country_id": "GB", "position": "ALT", "group": "A"}
    add_application(season.cycle, season.mission, {"number": "GB-3", **facts}, by=season.officer)


def _make_participants(season: placements.Season, cast: Cast, person: Person) -> None:
    """One who leaves and one who stays; an alternate is asked to come instead, whom somebody signs in for."""
    facts = {"country_id": "GB", "position": "ALT", "arrived_on": dt.date(2012, 3, 1)}
    mine = {"name": "Leaver", "organisation": cast.himeji, "person": person, **facts}
    one = participants.add_participant(mine, by=season.officer)
    participants.add_participant({"name": "Stayer", "organisation": cast.kakogawa, **facts}, by=season.officer)
    Reappointment.objects.bulk_create(
        Reappointment(participant=each, cycle=season.cycle, step="asked") for each in Participant.objects.all()
    )
    leaving = {"last_day": dt.date(2012, 12, 28), "notice_on": None, "manner": "resigned", "leaving_note": ""}
    vacancy = participants.report_leaving(one, leaving, by=season.officer)
    vacancies.move_vacancy(vacancy, "search", by=season.officer)
    application = Application.objects.get(number="GB-2")
    ReplacementOffer.objects.create(
        vacancy=vacancy, application=application, until=dt.date(2012, 12, 1), made_by=season.officer
    )


def _make_plan(body: Organisation, by: Person) -> None:
    plan = costs.make_plan(body, {"title": "Plan", "first_year": 2012}, by=by)
    post = PlannedPost(position="ALT", arrives_on=dt.date(2013, 8, 1), stays=3)
    costs.set_post(plan, post, base_revision=1, by=by)


def _reckoned(season: placements.Season) -> PlacementRun:
    run = ask_run(season.cycle, mode="best", seed=0, limit=10, by=season.officer)
    with patch.object(placement, "solve_apart", solve):  # here: a process of its own takes seconds
        reckon_run(run, by=PLACER)
    return run


Thing = (
    RequestSheet
    | RequestLine
    | Application
    | PlacementRun
    | Participant
    | Vacancy
    | ReplacementOffer
    | Reappointment
    | CostPlan
)


_RELATED = {
    Application: ("cycle",),
    CostPlan: ("organisation",),
    Participant: ("organisation",),
    PlacementRun: (),
    Reappointment: ("participant__organisation",),
    ReplacementOffer: ("application",),
    RequestLine: ("sheet__organisation",),
    RequestSheet: ("organisation",),
    Vacancy: ("organisation",),
}
_BEHIND: dict[str, type[Thing]] = {
    "candidate": Application,
    "cost": CostPlan,
    "participant": Participant,
    "vacancy": Vacancy,
    "reappointment": Reappointment,
    "offer": ReplacementOffer,
    "run": PlacementRun,
    "why": PlacementRun,
    "line_new": RequestSheet,
    "line": RequestLine,
}
_FLOWS: dict[type[Thing], Flow[Any]] = {
    Application: CANDIDATE_FLOW,
    PlacementRun: PLACEMENT_FLOW,
    Reappointment: REAPPOINTMENT_FLOW,
    RequestSheet: REQUEST_FLOW,
    Vacancy: VACANCY_FLOW,
}


def _model(what: str) -> type[Thing]:
    return next((model for start, model in _BEHIND.items() if what.startswith(start)), RequestSheet)


def thing(name: str, arguments: Arguments) -> Thing | None:
    """What stands behind an address."""
    if "pk" not in arguments or "year" in arguments:
        return None
    model: Any = _model(name.removeprefix("jet:"))
    found: Thing = model._default_manager.select_related(*_RELATED[model]).get(pk=arguments["pk"])
    return found


def arguments(what: str, sample: Arguments, world: "World") -> list[Arguments]:
    assert Cycle.objects.exists()
    if what == "deadline_drop":
        return [{"year": YEAR, "pk": Deadline.objects.get().pk}]
    if "year" in sample:
        return [sample | {"year": YEAR} | ({"country": "FR"} if "country" in sample else {})]
    model = _model(what)
    more: Arguments = {"why_candidate": {"number": "GB-1"}, "why_line": {"line": "282103-1"}}.get(what, {})
    if (named := _named(what, sample)) is not None:
        return named
    if "number" in sample and model is Participant:
        more = {"number": 1}
    if "offer_pk" in sample:
        more = {"offer_pk": ReplacementOffer.objects.get().pk}
    if "side" in sample:
        sides = ("organisation", "participant")
        return [
            {"pk": pk, "side": side} for pk in model._default_manager.values_list("pk", flat=True) for side in sides
        ]
    found = [{"pk": pk} | more for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)]
    return _with_moves(found, _FLOWS[model]) if "code" in sample else found


def _named(what: str, sample: Arguments) -> list[Arguments] | None:
    """Of addresses that name more than one thing."""
    if "post_pk" in sample:
        return [{"pk": one.plan_id, "post_pk": one.pk} for one in PlannedPost.objects.all()]
    if set(sample) == {"token"}:
        return [sample]
    if what == "terms":
        return [{"code": code} for code in ("282014", "282103")]
    if "paper" in sample:
        return [{"paper": paper} | one for one in _placed(sample) for paper in ("notice", "other")]
    return None


def _placed(sample: Arguments) -> list[Arguments]:
    """Everybody's place, by the candidate or by the sheet."""
    made = Assignment.objects.select_related("line")
    if "application_pk" in sample:
        return [{"pk": one.line.sheet_id, "application_pk": one.application_id} for one in made]
    return [{"pk": one.application_id} for one in made]


def _with_moves(things: list[Arguments], flow: Flow[Any]) -> list[Arguments]:
    return [one | {"code": move.code} for one in things for move in flow.moves]
