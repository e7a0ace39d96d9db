"""Firing the schedule: each entry once, whatever the number of workers."""

import datetime as dt

from django.db import transaction

from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.foundation.tasks.models import PeriodicTask
from kakehashi.foundation.tasks.schedule import Scheduled, entries
from kakehashi.kernel import clock

# A plan further away than the entry allows (plus this) was made by a clock that has since been put back.
_TOLERANCE = dt.timedelta(minutes=1)


def sync() -> None:
    """Make the table name exactly the entries of the schedule; new ones run at their next time."""
    now = clock.now()
    known = entries()
    PeriodicTask.objects.exclude(name__in=known).delete()
    PeriodicTask.objects.bulk_create(
        [PeriodicTask(name=entry.name, next_run=entry.following(now)) for entry in known.values()],
        ignore_conflicts=True,
    )


def fire_due() -> int:
    """Enqueue what is due. Returns how many entries this worker fired."""
    now = clock.now()
    known = entries()
    fired = 0
    for row in PeriodicTask.objects.filter(name__in=known):
        entry = known[row.name]
        if row.next_run <= now:
            fired += _fire(row, entry, now)
        elif row.next_run > entry.following(now) + _TOLERANCE:
            PeriodicTask.objects.filter(pk=row.pk, next_run=row.next_run).update(next_run=entry.following(now))
    return fired


def _fire(row: PeriodicTask, entry: Scheduled, now: dt.datetime) -> int:
    """Whoever moves `next_run` on has fired it; the task is enqueued in the same transaction."""
    with transaction.atomic():
        mine = PeriodicTask.objects.filter(pk=row.pk, next_run=row.next_run)
        if not mine.update(next_run=entry.following(now), last_run=now):
            return 0
        enqueue_once(task_at(entry.task), f"periodic:{entry.name}")
    return 1
