"""Calling to mind what falls due: a week before, on its day, and every week after; days on which nothing ran included.

`action`: what a whole run leaves in the record, from which the next one goes on.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.kernel import clock

T = TypeVar("T")
WEEKS = 520  # what is overdue is called to mind as long as things are kept
MOST_DAYS = 7  # what was missed longer ago comes up again by itself: reminders repeat every week
BATCH = 100  # so many are told in one transaction: others write in between


def days_to_remind(action: str) -> list[dt.date]:
    """Today and what was missed since the last whole run, the latest first; no more than a week back."""
    today = clock.today()
    last = AuditRow.objects.filter(action=action).order_by("-number").values_list("at", flat=True).first()
    missed = (today - clock.japan_day(last)).days if last else 1
    return [today - dt.timedelta(days=ago) for ago in range(min(max(missed, 1), MOST_DAYS))]


def due_days(days: Iterable[dt.date]) -> list[dt.date]:
    """What is due on these is called to mind on the `days`: in a week, on the day, one week ago, two weeks ago …"""
    return [day + dt.timedelta(weeks=weeks) for day in days for weeks in range(1, -WEEKS, -1)]


def reminded_on(due_on: dt.date) -> dt.date:
    """The day whose reminder goes out now: the last that is whole weeks away from the day it is due."""
    today = clock.today()
    return today - dt.timedelta(days=(today - due_on).days % 7)


def in_batches(action: str, what: str, things: Sequence[T], tell: Callable[[T], None], *, by: Robot) -> int:
    """Tell of each of the things; one record for each batch. Answers how many things."""
    for start in range(0, len(things), BATCH):
        batch = things[start : start + BATCH]
        with act(action, None, by=by, permit=True) as record:
            record.extra = {"what": what, "day": str(clock.today()), "count": len(batch)}
            for thing in batch:
                tell(thing)
    return len(things)
