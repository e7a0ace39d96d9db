"""Running one claimed row, and writing down what came of it while the lease is still held."""

import logging
import traceback
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django_tasks.base import TaskContext
from django_tasks.utils import get_module_path, normalize_json

from kakehashi.foundation.tasks.backend import result_of
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.claiming import claim, retry_delay
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock

logger = logging.getLogger(__name__)
TRACEBACK_LENGTH = 4_000


def run(job: Job) -> None:
    """Run a claimed row. Its own errors are written on the row; only errors of writing that down are raised."""
    try:
        with translation.override(settings.LANGUAGE_CODE):
            value = normalize_json(_call(job))
    except Exception as error:
        _put_off(job, error)
    else:
        _settle(job, state=State.DONE, finished_at=clock.now(), result=value)


def run_due(queues: Iterable[str] = ("default", "mail"), *, worker: str = "here") -> int:
    """Run in this thread whatever is due, until nothing is. Returns how many runs. No heartbeat: for short work."""
    count = 0
    for queue in queues:
        while job := claim(queue, worker):
            run(job)
            count += 1
    return count


def _call(job: Job) -> Any:
    result = result_of(job)
    task = result.task
    context = [TaskContext(task_result=result)] if task.takes_context else []
    return task.call(*context, *job.args, **job.kwargs)


def _put_off(job: Job, error: Exception) -> None:
    """Try again later, or never."""
    now = clock.now()
    if job.attempts < job.max_attempts:
        outcome = {"state": State.WAITING, "run_after": now + retry_delay(job.attempts)}
        logger.warning("task %s failed, will be tried again: %s", job, error)
    else:
        outcome = {"state": State.FAILED, "finished_at": now}
        logger.error("task %s failed for good", job, exc_info=error)
    _settle(
        job,
        **outcome,
        error_class=get_module_path(type(error)),
        error_message=str(error).replace("\0", "")[:500],
        error_traceback="".join(traceback.format_exception(error)).replace("\0", "")[-TRACEBACK_LENGTH:],
    )


def _settle(job: Job, **columns: Any) -> None:
    held = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)
    if not held.update(lease_until=None, **columns):
        logger.warning("task %s was taken over before it ended; its outcome here is not recorded", job)
