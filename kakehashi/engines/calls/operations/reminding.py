"""Calling to mind, once a day, what falls due: reports and follow-ups of applicants, scores of reviewers."""

from kakehashi.engines.calls import notices
from kakehashi.engines.calls.models import Paper
from kakehashi.engines.calls.notices import afterwards, reviewing
from kakehashi.engines.calls.queries import reminders
from kakehashi.engines.calls.queries.reminders import Behind
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.notices import reminding
from kakehashi.kernel import clock


def remind(*, by: Robot) -> int:
    """Everything to be called to mind since the last whole run; run again it tells nobody twice. Answers how many."""
    days = reminding.days_to_remind("calls.reminded")
    reports, behind = reminders.reports_due(days), reminders.reviewers_behind()
    follow_ups = reminders.follow_ups_due(days)
    reminding.in_batches("calls.remind", "reports", reports, lambda paper: _report(paper, by), by=by)
    reminding.in_batches("calls.remind", "scores", behind, _scores, by=by)
    reminding.in_batches("calls.remind", "follow-ups", follow_ups, afterwards.follow_up_due, by=by)
    count = len(reports) + len(behind) + len(follow_ups)
    with act("calls.reminded", None, by=by, permit=True) as record:
        record.extra = {"days": [str(day) for day in days], "count": count}
    return count


def _report(paper: Paper, by: Robot) -> None:
    assert paper.due_on is not None  # noqa: S101  # by the query; for the type checker
    kind = "calls.report_late" if paper.due_on < clock.today() else "calls.report_due"
    key = str(reminding.reminded_on(paper.due_on))
    notices.to_applicant(paper.application, kind, by, paper.due_on, key=key)


def _scores(behind: Behind) -> None:
    reviewing.scoring_ends(behind.reviewer, behind.until, behind.count, days_left=behind.days_left)
