import datetime as dt

import pytest

from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.tasks import sweep
from kakehashi.kernel import clock

pytestmark = pytest.mark.django_db


def make_job(state: State, days_ago: int) -> None:
    ended = clock.now() - dt.timedelta(days=days_ago)
    finished_at = None if state == State.WAITING else ended
    Job.objects.create(task="x", queue="default", state=state, run_after=ended, finished_at=finished_at, max_attempts=1)


def test_sweep_keeps_results_a_week_and_failures_ninety_days() -> None:
    for state in (State.DONE, State.DROPPED, State.FAILED, State.WAITING):
        for days in (6, 8, 91):
            make_job(state, days)

    count = sweep.call()

    assert count == 5
    assert sorted(Job.objects.values_list("state", flat=True)) == [
        State.DONE,
        State.DROPPED,
        State.FAILED,
        State.FAILED,
        State.WAITING,
        State.WAITING,
        State.WAITING,
    ]
