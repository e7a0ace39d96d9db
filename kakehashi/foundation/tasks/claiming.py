"""Who works on which row: taking, keeping and giving back leases. Each is one statement on both databases."""

import datetime as dt
import random
from collections.abc import Collection

from django.db import connection
from django.db.models import Case, F, Q, Value, When

from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock

LEASE = dt.timedelta(seconds=6)
# A lease ending later than any worker could have set it was set by a clock that has since been put back.
_IMPOSSIBLE = dt.timedelta(minutes=5)

# MATERIALIZED: the inner part runs once whatever the planner thinks, so never more than one row is taken.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM tasks_job WHERE state = 'waiting' AND queue = %s AND run_after <= %s
    ORDER BY priority DESC, run_after, id LIMIT 1 {lock}
)
UPDATE tasks_job SET state = 'running', worker = %s, attempts = attempts + 1, lease_until = %s, started_at = %s,
    dedupe_key = NULL
WHERE id IN (SELECT id FROM due) RETURNING *
"""


def claim(queue: str, worker: str) -> Job | None:
    """Take the next due row of the queue; ``None`` when there is none. The cheap look first keeps idling cheap."""
    now = clock.now()
    if not Job.objects.filter(state=State.WAITING, queue=queue, run_after__lte=now).exists():
        return None
    adapt = connection.ops.adapt_datetimefield_value
    sql = _CLAIM.format(lock="FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else "")
    rows = list(Job.objects.raw(sql, [queue, adapt(now), worker, adapt(now + LEASE), adapt(now)]))
    return rows[0] if rows else None


def keep(jobs: Collection[int], worker: str) -> None:
    """The heartbeat: extend the leases of these rows."""
    if jobs:
        held = Job.objects.filter(pk__in=jobs, state=State.RUNNING, worker=worker)
        held.update(lease_until=clock.now() + LEASE)


def reclaim() -> int:
    """Put back what a dead worker left behind; what has used up its attempts has failed. Returns how many."""
    now = clock.now()
    left = Job.objects.filter(
        Q(lease_until__lt=now) | Q(lease_until__gt=now + LEASE + _IMPOSSIBLE), state=State.RUNNING
    )
    if not left.exists():
        return 0
    spent = Q(attempts__gte=F("max_attempts"))
    return left.update(
        state=Case(When(spent, then=Value(State.FAILED)), default=Value(State.WAITING)),
        finished_at=Case(When(spent, then=Value(now)), default=None),
        run_after=now,
        lease_until=None,
        error_class="WorkerLost",
        error_message="The worker disappeared while it ran this.",
        error_traceback="",
    )


def release(jobs: Collection[int], worker: str) -> int:
    """Give rows back unfinished, because the worker must stop now."""
    held = Job.objects.filter(pk__in=jobs, state=State.RUNNING, worker=worker)
    return held.update(state=State.WAITING, lease_until=None, run_after=clock.now(), attempts=F("attempts") - 1)


def retry_delay(attempts: int) -> dt.timedelta:
    """10 s, 20 s, 40 s … one hour at most, each a quarter more or less so that retries do not come all at once."""
    seconds = min(10 * 2 ** (attempts - 1), 3600)
    return dt.timedelta(seconds=seconds * random.SystemRandom().uniform(0.75, 1.25))
