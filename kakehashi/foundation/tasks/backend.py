"""The backend of the Django Tasks API that keeps its tasks in our own table.

Call sites use the API only: ``@task(max_attempts=3)``, ``thing.enqueue(…)``, ``thing.using(run_after=…).enqueue(…)``;
and `enqueuing.enqueue_once` where one waiting row is enough. Arguments are ids and other JSON.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json
from typing_extensions import ParamSpec

from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock

T = TypeVar("T")
P = ParamSpec("P")

_STATUS = {
    State.WAITING: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.FAILED: TaskResultStatus.FAILED,
    State.DROPPED: TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DurableTask(Task[P, T]):
    """A task that is tried again: ``@task(max_attempts=3)``."""

    max_attempts: int = 5


class DatabaseBackend(BaseTaskBackend):
    """Enqueues by writing a row in the caller's transaction."""

    task_class = DurableTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, T], args: Any, kwargs: Any) -> TaskResult[T]:
        self.validate_task(task)
        job = new_job(task, args, kwargs)
        job.save(force_insert=True)
        result = result_of(job)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        try:
            return result_of(Job.objects.get(pk=int(result_id)))
        except (ValueError, Job.DoesNotExist) as error:
            raise TaskResultDoesNotExist(result_id) from error


def new_job(
    task: Task[Any, Any], args: Sequence[Any], kwargs: Mapping[str, Any], *, run_after: dt.datetime | None = None
) -> Job:
    """An unsaved row for this call."""
    now = clock.now()
    return Job(
        task=task.module_path,
        queue=task.queue_name,
        priority=task.priority,
        run_after=run_after or task.run_after or now,
        max_attempts=cast("DurableTask[Any, Any]", task).max_attempts,
        args=normalize_json(args),
        kwargs=normalize_json(kwargs),
        enqueued_at=now,
    )


def task_at(path: str) -> Task[Any, Any]:
    """The task named by a dotted path; ``ImportError`` or ``InvalidTaskError`` when there is none."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise InvalidTaskError(f"{path} is not a task")
    return task


def result_of(job: Job) -> TaskResult[Any]:
    """The row as the API shows it."""
    error = TaskError(exception_class_path=job.error_class, traceback=job.error_traceback)
    result: TaskResult[Any] = TaskResult(
        task=task_at(job.task),
        id=str(job.pk),
        status=_STATUS[State(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.args,
        kwargs=job.kwargs,
        backend="default",
        errors=[error] if job.error_class else [],
        worker_ids=[job.worker] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
