"""Placements: asked for, reckoned, edited with a reason, decided, announced."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django_tasks import task

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Person
from kakehashi.services.jet.flow import PLACEMENT_FLOW
from kakehashi.services.jet.models import Application, Assignment, Cycle, PlacementRun
from kakehashi.services.jet.notices import placement as notices
from kakehashi.services.jet.operations.candidates import move_application
from kakehashi.services.jet.placing.apart import NotSolvedError, solve_apart
from kakehashi.services.jet.placing.reading import RefusedError, fingerprint
from kakehashi.services.jet.placing.tiers import OBJECTIVE
from kakehashi.services.jet.placing.words import refusal_line
from kakehashi.services.jet.queries.placing import (
    accepted_lines,
    as_files,
    fingerprint_now,
    line_id,
    problem_of,
    tables_now,
)
from kakehashi.services.jet.rules.requests import runs_programme

PLACER = Robot("placement")
_CURRENT = ("propose", "approve", "notify")  # only where what went in is what stands now
CHUNK = 100  # people announced in one transaction


def ask_run(cycle: Cycle, *, mode: str, seed: int, limit: int, by: Person) -> PlacementRun:
    """Of what stands now. The task reckons. Raises ``MoveRefusedError`` where there is nothing to place."""
    with act("jet.ask_run", cycle, by=by, permit=runs_programme) as record:
        Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        tables = tables_now(cycle)
        _readable(tables, [])
        run = _make(cycle, tables, by=by, mode=mode, seed=seed, limit=limit)
        record.extra = {"run": run.number}
    return run


def edit_run(base: PlacementRun, edit: Mapping[str, Any], *, by: Person) -> PlacementRun:
    """The same with one edit more (`kind`, what it is about, `reason`), as a run of its own. Raises
    ``MoveRefusedError``.
    """
    with act("jet.edit_run", base, by=by, permit=runs_programme) as record:
        cycle = Cycle.objects.select_for_update(no_key=True).get(pk=base.cycle_id)
        edits = [*base.edits, {**edit, "by": str(by)}]
        _readable(base.tables, edits)
        run = _make(cycle, base.tables, by=by, mode=base.mode, seed=base.seed, limit=base.limit, base=base, edits=edits)
        record.extra = {"run": run.number, **edit}
    return run


def _make(cycle: Cycle, tables: Mapping[str, str], *, by: Person, **values: Any) -> PlacementRun:
    edits = values.get("edits", [])
    run = PlacementRun.objects.create(
        cycle=cycle,
        number=int(cycle.runs.aggregate(Max("number"))["number__max"] or 0) + 1,
        asked_by=by,
        tables=dict(tables),
        sha256=fingerprint(as_files(tables)),
        objective=OBJECTIVE,
        step="waiting",
        is_trial=any(one["kind"] == "more" for one in edits),
        **values,
    )
    reckon.enqueue(run.pk)
    return run


def _readable(tables: Mapping[str, str], edits: list[Mapping[str, Any]]) -> None:
    try:
        problem = problem_of(tables, edits)
    except RefusedError as refused:
        raise MoveRefusedError("\n".join(map(refusal_line, refused.refusals))) from None
    if not problem.candidates or not problem.lines:
        raise MoveRefusedError(_("配置を待つ候補者か、受け付けた要望がありません。"))
    people = {one.id for one in problem.candidates}
    lines = {one.id for one in problem.lines}
    for edit in edits:
        if edit["kind"] != "more" and (edit["candidate"] not in people or edit["line"] not in lines):
            raise MoveRefusedError(_("この計算に、その候補者か要望の行がありません。"))


def reckon_run(run: PlacementRun, *, by: Robot) -> None:
    """Solve what was asked, in a process of its own; what fails says so on the page."""
    problem = problem_of(run.tables, run.edits)
    since = run.base.places if run.base is not None else None
    try:
        found = solve_apart(problem, stable=run.mode == "stable", seed=run.seed, limit=float(run.limit), since=since)
    except NotSolvedError as error:
        _fail(run, str(error), by=by)
        return
    if found.faults:
        _fail(run, "; ".join(found.faults[:20]), by=by)
        return
    with make_move(PLACEMENT_FLOW, run, "solve", by=by):
        run.places, run.values = found.places, list(found.values)
        run.bounds, run.proven = list(found.bounds), list(found.proven)
        run.envies, run.seconds = [list(one) for one in found.envies], found.seconds


def _fail(run: PlacementRun, why: str, *, by: Robot) -> None:
    with make_move(PLACEMENT_FLOW, run, "fail", by=by):
        run.failure = why


def move_run(run: PlacementRun, code: str, *, by: Actor, note: str = "", base_revision: int) -> None:
    """Raises ``MoveRefusedError``, ``StaleMoveError``."""
    with make_move(PLACEMENT_FLOW, run, code, by=by, note=note, base_revision=base_revision):
        if code in _CURRENT and fingerprint_now(run.cycle) != run.sha256:
            raise MoveRefusedError(
                _("計算のあとで、候補者、要望、国別計画のどれかが変わりました。計算し直してください。")
            )
        match code:
            case "propose":
                notices.to_committee(run, by, note)
            case "approve" | "return":
                notices.to_asker(run, f"jet.run_{code}", by, note)
            case "notify":
                announce.enqueue(run.pk)


def announce_run(run: PlacementRun, *, by: Robot) -> int:
    """Give everybody their place and tell all who wait for it; what was told is not told again. Answers how many."""
    lines = {line_id(one): one for one in accepted_lines(run.cycle)}
    done = set(run.assignments.values_list("application__number", flat=True))
    todo = sorted(set(run.places) - done)
    for start in range(0, len(todo), CHUNK):
        numbers = todo[start : start + CHUNK]
        with act("jet.announce", run, by=by, permit=True) as record:
            found = Application.objects.filter(cycle=run.cycle_id, number__in=numbers).select_related("mission")
            for one in found.order_by("pk"):
                move_application(one, "place", by=by, base_revision=None)
                line = lines[run.places[one.number]]
                made = Assignment.objects.create(run=run, application=one, line=line)
                notices.to_candidate(made, by)
            record.extra = {"people": numbers}
    notices.to_all_bodies(run, by)
    return len(todo)


@task(max_attempts=2)
def reckon(pk: int) -> bool:
    """Solve a placement that was asked for; one that is no longer wanted is left."""
    run = PlacementRun.objects.select_related("base", "cycle").get(pk=pk)
    if run.step != "waiting":
        return False
    reckon_run(run, by=PLACER)
    return True


@task
def announce(pk: int) -> int:
    """Tell everybody of an approved placement. Returns how many candidates were told now."""
    return announce_run(PlacementRun.objects.select_related("cycle").get(pk=pk), by=PLACER)
