import datetime as dt

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.enqueuing import enqueue_once
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.running import run_due
from kakehashi.kernel import clock
from tests.foundation.tasks.sample_tasks import add, fail, tell_attempt

pytestmark = pytest.mark.django_db


def test_a_task_waits_runs_and_keeps_its_result() -> None:
    result = add.enqueue(2, second=3)
    waiting = result.status

    runs = run_due()
    result.refresh()

    assert (waiting, runs) == (TaskResultStatus.READY, 1)
    assert (result.status, result.return_value, result.attempts) == (TaskResultStatus.SUCCESSFUL, 5, 1)


def test_columns_say_what_was_asked() -> None:
    later = clock.now() + dt.timedelta(hours=1)

    fail.using(priority=7, run_after=later).enqueue("理由")

    job = Job.objects.get()
    assert (job.task, job.queue) == ("tests.foundation.tasks.sample_tasks.fail", "mail")
    assert (job.priority, job.run_after, job.max_attempts) == (7, later, 2)
    assert (job.args, job.kwargs, job.state, job.attempts) == (["理由"], {}, State.WAITING, 0)


def test_rollback_takes_the_task_with_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add.enqueue(1, 2)
        enqueue_once(add, "once", 1, 2)
        raise ZeroDivisionError

    assert list(Job.objects.all()) == []


def test_one_waiting_row_per_key_until_it_runs() -> None:
    for _ in range(3):
        enqueue_once(add, "sum", 1, 2)
    waiting = Job.objects.count()

    run_due()
    enqueue_once(add, "sum", 1, 2)

    assert (waiting, Job.objects.count()) == (1, 2)


def test_the_earlier_time_of_two_with_one_key_counts() -> None:
    now = clock.now()
    enqueue_once(add, "sum", 1, 2, run_after=now + dt.timedelta(hours=1))

    enqueue_once(add, "sum", 1, 2, run_after=now)
    enqueue_once(add, "sum", 1, 2, run_after=now + dt.timedelta(hours=2))

    assert [job.run_after for job in Job.objects.all()] == [now]


def test_context_tells_the_attempt() -> None:
    result = tell_attempt.enqueue()

    run_due()
    result.refresh()

    assert result.return_value == 1


def test_an_unknown_result_is_said_to_be_unknown() -> None:
    for wrong in ("999", "x"):
        with pytest.raises(TaskResultDoesNotExist):
            add.get_result(wrong)


def test_a_path_must_name_a_task() -> None:
    with pytest.raises(InvalidTaskError):
        task_at("tests.foundation.tasks.sample_tasks.NOT_A_TASK")
