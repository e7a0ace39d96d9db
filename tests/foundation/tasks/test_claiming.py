import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kakehashi.foundation.organisations.models import Country
from kakehashi.foundation.tasks import claiming, running
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.running import run, run_due
from kakehashi.kernel import clock
from tests.foundation.tasks.conftest import SetClock
from tests.foundation.tasks.sample_tasks import add, fail, note_country


@pytest.mark.django_db
def test_order_is_priority_then_time_then_age() -> None:
    now = clock.now()
    first = add.using(run_after=now - dt.timedelta(minutes=2)).enqueue(1, 1)
    second = add.using(run_after=now - dt.timedelta(minutes=5)).enqueue(1, 1)
    urgent = add.using(priority=10).enqueue(1, 1)
    add.using(run_after=now + dt.timedelta(minutes=5)).enqueue(1, 1)

    claimed = [claiming.claim("default", "w") for _ in range(4)]

    assert [str(job.pk) if job else None for job in claimed] == [urgent.id, second.id, first.id, None]


@pytest.mark.django_db
def test_a_queue_takes_only_its_own() -> None:
    fail.enqueue("x")

    assert claiming.claim("default", "w") is None
    assert claiming.claim("mail", "w") is not None


def _claim_all(barrier: Barrier, name: str) -> list[int]:
    barrier.wait()
    taken = []
    try:
        while job := claiming.claim("default", name):
            taken.append(job.pk)
    finally:
        connection.close()
    return taken


def _enqueue(number: int) -> None:
    try:
        for _ in range(number):
            add.enqueue(1, 2)
    finally:
        connection.close()


@pytest.mark.usefixtures("shared_database")
def test_racing_workers_never_take_the_same_row() -> None:
    barrier = Barrier(4)

    with ThreadPoolExecutor(4) as pool:
        pool.submit(_enqueue, 60).result()
        taken = list(pool.map(lambda name: _claim_all(barrier, name), "abcd"))

    everything = [pk for share in taken for pk in share]
    assert (len(everything), len(set(everything))) == (60, 60)


def _claim_carelessly(barrier: Barrier, name: str) -> list[int]:
    """Look first, take then: what the one statement is there to avoid."""
    barrier.wait()
    taken = []
    try:
        while pk := Job.objects.filter(state=State.WAITING).values_list("pk", flat=True).first():
            time.sleep(0.002)
            now = clock.now()
            Job.objects.filter(pk=pk).update(state=State.RUNNING, worker=name, lease_until=now, dedupe_key=None)
            taken.append(pk)
    finally:
        connection.close()
    return taken


@pytest.mark.usefixtures("shared_database")
def test_the_race_is_real() -> None:
    barrier = Barrier(4)

    with ThreadPoolExecutor(4) as pool:
        pool.submit(_enqueue, 60).result()
        taken = list(pool.map(lambda name: _claim_carelessly(barrier, name), "abcd"))

    assert sum(len(share) for share in taken) > 60


@pytest.mark.django_db
def test_a_killed_workers_row_is_put_back_when_its_lease_ends(at: SetClock) -> None:
    note_country.enqueue("XA")
    abandoned = claiming.claim("default", "killed")

    at(5)
    too_early = claiming.reclaim()
    at(7)
    in_time = claiming.reclaim()
    run_due(worker="next")

    assert (too_early, in_time) == (0, 1)
    job = Job.objects.get()
    assert (job.pk, job.state, job.attempts, job.worker) == (abandoned and abandoned.pk, State.DONE, 2, "next")
    assert Country.objects.filter(alpha2="XA").count() == 1


@pytest.mark.django_db
def test_a_heartbeat_keeps_the_lease(at: SetClock) -> None:
    add.enqueue(1, 2)
    job = claiming.claim("default", "alive")
    assert job is not None

    at(5)
    claiming.keep([job.pk], "alive")
    at(10)

    assert claiming.reclaim() == 0


@pytest.mark.django_db
def test_a_lease_from_a_clock_since_put_back_does_not_hold_for_a_day(at: SetClock) -> None:
    at(24 * 3600)
    add.enqueue(1, 2)
    claiming.claim("default", "killed")

    at(0)

    assert claiming.reclaim() == 1


@pytest.mark.django_db
def test_who_lost_the_lease_records_nothing(at: SetClock) -> None:
    add.enqueue(1, 2)
    slow = claiming.claim("default", "slow")
    assert slow is not None
    at(7)
    claiming.reclaim()
    second = claiming.claim("default", "second")
    assert second is not None

    run(slow)

    assert Job.objects.values_list("state", "worker", "result").get() == (State.RUNNING, "second", None)


@pytest.mark.django_db
def test_a_row_that_kills_every_worker_fails_in_the_end(at: SetClock) -> None:
    fail.enqueue("x")

    for attempt in range(2):
        at(attempt * 10)
        claiming.claim("mail", "killed")
        at(attempt * 10 + 7)
        claiming.reclaim()

    assert Job.objects.values_list("state", "attempts", "error_class").get() == (State.FAILED, 2, "WorkerLost")


@pytest.mark.django_db
def test_failure_waits_longer_each_time_and_ends_after_the_last_attempt(at: SetClock) -> None:
    fail.enqueue("接続できません")

    at(0)
    run_due()
    first = Job.objects.get()
    wait = (first.run_after - clock.now()).total_seconds()
    before_its_time = run_due()
    at(60)
    run_due()

    last = Job.objects.get()
    assert (first.state, before_its_time, 7.5 <= wait <= 12.5) == (State.WAITING, 0, True)
    assert (last.state, last.attempts, last.finished_at) == (State.FAILED, 2, clock.now())
    assert (last.error_class, last.error_message) == ("builtins.LookupError", "接続できません")
    assert len(last.error_traceback) <= running.TRACEBACK_LENGTH


def test_back_off_doubles_up_to_an_hour() -> None:
    waits = [claiming.retry_delay(attempt).total_seconds() for attempt in (1, 2, 3, 20)]

    assert [7.5 <= waits[0] <= 12.5, 15 <= waits[1] <= 25, 30 <= waits[2] <= 50, 2700 <= waits[3] <= 4500] == [True] * 4


@pytest.mark.django_db
def test_release_gives_a_row_back_without_counting_the_attempt() -> None:
    add.enqueue(1, 2)
    job = claiming.claim("default", "stopping")
    assert job is not None

    claiming.release([job.pk], "stopping")

    assert Job.objects.values_list("state", "attempts", "lease_until").get() == (State.WAITING, 0, None)
