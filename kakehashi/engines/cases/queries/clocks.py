"""The two clocks of a case, as they stand now."""

from dataclasses import dataclass

from kakehashi.engines.cases.models import Case
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.organisations.calendar import working_days_between
from kakehashi.kernel import clock


@dataclass(frozen=True)
class Spent:
    """Working days that passed while it was each side's turn, each counted in that side's own calendar."""

    client: int
    office: int


def country_of(case: Case, turn: Turn) -> str:
    """Whose calendar counts: the office's country while it is the office's turn, else Japan's."""
    return case.office.country_id or "JP" if turn is Turn.OFFICE else "JP"


def spent(case: Case) -> Spent:
    """What was settled at the last move, and what has passed since. One query."""
    turn = case.turn
    if turn is Turn.NOBODY or case.submitted_at is None:
        return Spent(case.client_days, case.office_days)
    since = clock.japan_day(case.step_since)
    days = max(0, working_days_between(since, clock.today(), country_of(case, turn)))
    if turn is Turn.OFFICE:
        return Spent(case.client_days, case.office_days + days)
    return Spent(case.client_days + days, case.office_days)
