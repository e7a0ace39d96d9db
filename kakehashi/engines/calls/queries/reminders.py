"""What falls due, and who is to be reminded of it. A constant number of queries, however much falls due.

`days` are the days whose reminders are to go out: today, and those on which nothing ran.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Assignment, Conflict, Paper, Reviewer
from kakehashi.foundation.notices.reminding import due_days
from kakehashi.kernel import clock

BEFORE_SCORING_ENDS = (0, 1, 7)  # days


def reports_due(days: list[dt.date]) -> list[Paper]:
    """Reports of projects that are going on, not handed in."""
    waiting = Paper.objects.filter(
        kind=PaperKind.REPORT, submitted_at=None, application__step="granted", due_on__in=due_days(days)
    )
    related = ("application__call__scheme", "application__applicant", "application__submitter")
    return list(waiting.select_related(*related).order_by("due_on", "id"))


def follow_ups_due(days: list[dt.date]) -> list[Paper]:
    """What a body was asked about a visit of the year before, and has not told."""
    waiting = Paper.objects.filter(kind=PaperKind.FOLLOW_UP, submitted_at=None, due_on__in=due_days(days))
    return list(waiting.select_related("application__call__scheme", "application__applicant").order_by("due_on", "id"))


@dataclass(frozen=True)
class Behind:
    """A reviewer who has something left to judge, shortly before nobody can judge any more."""

    reviewer: Reviewer
    until: dt.datetime
    count: int
    days_left: int  # 0, 1 or 7: which reminder it is


def reviewers_behind() -> list[Behind]:
    """A week before the scoring ends, the day before, and on the day; a run that was missed is made up for."""
    soon = clock.now() + dt.timedelta(days=max(BEFORE_SCORING_ENDS) + 1)
    conflict = Conflict.objects.filter(reviewer=OuterRef("reviewer"), application=OuterRef("application"))
    waiting = Assignment.objects.filter(
        ~Exists(conflict), application__step="scoring", submitted_at=None, is_abstained=False,
        reviewer__call__scoring_until__gte=clock.this_minute(), reviewer__call__scoring_until__lte=soon,
    )  # fmt: skip
    counts = dict(waiting.order_by().values_list("reviewer").annotate(count=Count("pk")))
    reviewers = Reviewer.objects.filter(pk__in=waiting.values("reviewer")).select_related("person", "call__scheme")
    found = []
    for reviewer in reviewers:
        until = reviewer.call.scoring_until
        left = (clock.japan_day(until) - clock.today()).days if until else None
        which = next((days for days in BEFORE_SCORING_ENDS if left is not None and left <= days), None)
        if until is not None and which is not None:
            found.append(Behind(reviewer, until, counts[reviewer.pk], which))
    return found
