"""Calling to mind, once a day, what falls due: steps, papers, promises, visits, cases nobody leads."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.models import Case, Paper
from kakehashi.engines.cases.operations import reminding_notices as notices
from kakehashi.engines.cases.queries import reminders
from kakehashi.engines.cases.queries.mails import overseers
from kakehashi.engines.cases.queries.reminders import Audience
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.notices import reminding
from kakehashi.foundation.organisations.models import Organisation

T = TypeVar("T")


def remind(*, by: Robot) -> int:
    """Everything to be called to mind since the last whole run; run again it tells nobody twice. Answers how many."""
    days = reminding.days_to_remind("cases.reminded")
    cases, papers, promises = reminders.cases_due(days), reminders.papers_due(days), reminders.promises_due(days)
    visits = reminders.visits_beginning(days)
    audience = Audience.of([*cases, *visits, *(paper.case for paper in papers), *(item.case for item in promises)])
    count = (
        _in_batches("steps", cases, lambda case: _step(case, audience), by)
        + _in_batches("papers", papers, lambda paper: _paper(paper, audience), by)
        + _in_batches("promises", promises, lambda one: notices.promise_due(one, audience.office(one.case)), by)
        + _in_batches("visits", visits, lambda case: _visit(case, audience), by)
        + _leaderless(by)
    )
    with act("cases.reminded", None, by=by, permit=True) as record:
        record.extra = {"days": [str(day) for day in days], "count": count}
    return count


def _in_batches(what: str, things: Sequence[T], tell: Callable[[T], None], by: Robot) -> int:
    return reminding.in_batches("cases.remind", what, things, tell, by=by)


def _step(case: Case, audience: Audience) -> None:
    if case.turn is Turn.CLIENT and case.applicant_id is None:
        notices.visitor_due(case)
    else:
        notices.step_due(case, audience.turn(case))


def _paper(paper: Paper, audience: Audience) -> None:
    """The office's report is the office's; so is what nobody with an account could hand in."""
    is_office = paper.kind == PaperKind.REPORT or paper.case.applicant_id is None
    notices.paper_due(paper, audience.office(paper.case) if is_office else audience.client(paper.case))


def _visit(case: Case, audience: Audience) -> None:
    notices.visit_soon(case, [*audience.client(case), *audience.office(case)])


def _leaderless(by: Robot) -> int:
    """Cases whose officer works there no more: whoever gives out the work of the office, else headquarters."""
    offices = reminders.leaderless_by_office()
    if not offices:
        return 0
    audience, others = Audience(office.pk for office in offices), list(overseers())

    def tell(office: Organisation) -> None:
        people = audience.holders(Permission.ASSIGN_CASES, office.pk) or others
        notices.leaderless(office, offices[office], people)

    return _in_batches("leaderless", list(offices), tell, by)
