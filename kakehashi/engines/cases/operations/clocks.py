"""The two clocks of a case, and the day by which the step should be done. Settled whenever a case moves."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import Case, StepTarget
from kakehashi.engines.cases.queries.clocks import country_of
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import Record
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.moves import make_move
from kakehashi.foundation.organisations.calendar import add_working_days, working_days_between
from kakehashi.kernel import clock


@contextmanager
def moved(case: Case, code: str, *, by: Actor, note: str = "") -> Iterator[Record]:
    """``make_move`` of a case, with its clocks settled and the deadline of the new step set."""
    with make_move(CASE_FLOW, case, code, by=by, note=note) as record:
        if record.before["step"] != case.step:
            since = clock.japan_day(dt.datetime.fromisoformat(record.before["step_since"]))
            _settle(case, CASE_FLOW.step(record.before["step"]).turn, since)
            case.due_on = deadline_of(case)
        yield record


def deadline_of(case: Case) -> dt.date | None:
    """By when the step should be done, in working days of whoever's turn it is; ``None`` where nothing is set."""
    target = StepTarget.objects.filter(kind=case.kind_id, step=case.step).first()
    if target is None:
        return None
    return add_working_days(clock.today(), target.working_days, country_of(case, case.stage.turn))


def _settle(case: Case, turn: Turn, since: dt.date) -> None:
    """Count the working days that passed for the side whose turn it was."""
    if turn is Turn.NOBODY or case.submitted_at is None:
        return
    days = max(0, working_days_between(since, clock.today(), country_of(case, turn)))
    if turn is Turn.OFFICE:
        case.office_days += days
    else:
        case.client_days += days
