import datetime as dt
from typing import Any

from django.db import transaction
from django_tasks.base import Task

from kakehashi.foundation.tasks.backend import new_job
from kakehashi.foundation.tasks.models import Job


def enqueue_once(task: Task[Any, Any], key: str, *args: Any, run_after: dt.datetime | None = None) -> None:
    """Enqueue unless a row with this key still waits for its first run; the earlier `run_after` of both counts.

    The waiting row is locked until the caller commits: it cannot run before it can see what the caller wrote.
    Two transactions with the same key therefore wait for each other on PostgreSQL: choose keys as narrow as the
    thing they are about.
    """
    job = new_job(task, args, {}, run_after=run_after)
    job.dedupe_key = key
    with transaction.atomic():
        Job.objects.bulk_create(
            [job], update_conflicts=True, unique_fields=["dedupe_key"], update_fields=["dedupe_key"]
        )
        Job.objects.filter(dedupe_key=key, run_after__gt=job.run_after).update(run_after=job.run_after)
