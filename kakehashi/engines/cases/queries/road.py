"""The road of a case, walked along the moves of its flow with a sample that nobody saves. No query."""

from collections.abc import Iterator

from kakehashi.engines.cases.choices import Starts
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import Case, CaseKind
from kakehashi.foundation.flow.definition import Step, Turn


def road_of(case: Case) -> list[Step]:
    """The steps it takes from the draft on when nothing goes wrong, in their order, wherever it stands now."""
    walker = _at_the_draft(case)
    road = [walker.stage]
    while following := next((s for s in _next_steps(walker, may_be_side=False) if s not in road), None):
        road.append(following)
        walker.step = following.code
    return road


def timed_steps(kind: CaseKind) -> list[Step]:
    """The steps that can be given a number of days: somebody's turn, not the end, on this road or beside it."""
    case = sample_of(kind)
    known, waiting = {case.step}, [case.step]
    while waiting:
        case.step = waiting.pop()
        found = [step.code for step in _next_steps(case, may_be_side=True) if step.code not in known]
        known.update(found)
        waiting += found
    return [s for s in CASE_FLOW.steps if s.code in known - {"draft"} and not s.is_end and s.turn is not Turn.NOBODY]


def sample_of(kind: CaseKind) -> Case:
    """A case of a body with a branch, asked through it where the kind says so."""
    return Case(kind=kind, is_own=kind.starts == Starts.STAFF, applicant_id=0, branch_id=0, step="draft")


def _at_the_draft(case: Case) -> Case:
    """A copy of what decides the road."""
    facts = {name: getattr(case, name) for name in ("kind", "is_own", "applicant_id", "branch_id")}
    return Case(step="draft", **facts)


def _next_steps(case: Case, *, may_be_side: bool) -> Iterator[Step]:
    for move in CASE_FLOW.moves:
        leads_on = move.target is not None and case.step in move.sources and (may_be_side or not move.is_side)
        if leads_on and (move.applies is None or move.applies(case)):
            yield CASE_FLOW.step(str(move.target))
