import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kakehashi.foundation.tasks import schedule
from kakehashi.foundation.tasks.backend import task_at
from kakehashi.foundation.tasks.models import Job, PeriodicTask
from kakehashi.foundation.tasks.periodic import fire_due, sync
from kakehashi.foundation.tasks.running import run_due
from kakehashi.foundation.tasks.schedule import Scheduled
from kakehashi.kernel import clock
from tests.foundation.tasks.conftest import SetClock

MINUTE = 60
HOURLY = Scheduled(
    "test.hourly", "毎時", "tests.foundation.tasks.sample_tasks.tell_attempt", every=dt.timedelta(hours=1)
)


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A schedule of one entry."""
    monkeypatch.setattr(schedule, "_entries", {})
    schedule.register([HOURLY])


@pytest.mark.parametrize("entry", schedule.entries().values(), ids=lambda entry: entry.name)
def test_every_entry_of_the_schedule_names_a_task(entry: Scheduled) -> None:
    assert task_at(entry.task).module_path == entry.task


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_an_entry_fires_once_an_hour(at: SetClock) -> None:
    sync()

    fired = []
    for minute in (0, 59, 60, 61, 119, 120, 121):
        at(minute * MINUTE)
        fired.append(fire_due())
        run_due()

    assert fired == [0, 0, 1, 0, 0, 1, 0]
    assert Job.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_missed_runs_are_made_up_for_once(at: SetClock) -> None:
    sync()

    at(50 * 60 * MINUTE)
    fired = [fire_due(), fire_due()]

    assert fired == [1, 0]
    assert PeriodicTask.objects.get().next_run == clock.now() + dt.timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_a_clock_put_back_by_a_day_does_not_stop_the_schedule(at: SetClock) -> None:
    at(24 * 60 * MINUTE)
    sync()

    at(0)
    fired = [fire_due()]
    at(61 * MINUTE)
    fired.append(fire_due())

    assert fired == [0, 1]


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_sync_keeps_the_times_and_drops_what_is_no_longer_planned(at: SetClock) -> None:
    sync()
    planned = PeriodicTask.objects.get().next_run
    PeriodicTask.objects.create(name="gone", next_run=clock.now())

    at(10 * MINUTE)
    sync()

    assert list(PeriodicTask.objects.values_list("name", "next_run")) == [("test.hourly", planned)]


def test_a_daily_entry_follows_the_clock_of_japan() -> None:
    entry = Scheduled("x", "", "x", at=dt.time(7, 30))
    before = dt.datetime(2012, 7, 8, 22, 29, tzinfo=dt.UTC)  # 07:29 on the 9th in Japan

    first = entry.following(before)
    second = entry.following(first)

    assert first == dt.datetime(2012, 7, 8, 22, 30, tzinfo=dt.UTC)
    assert second - first == dt.timedelta(days=1)


def test_an_entry_needs_one_kind_of_time() -> None:
    with pytest.raises(ValueError, match="either every or at"):
        Scheduled("x", "", "x")


@pytest.mark.usefixtures("hourly")
def test_a_name_belongs_to_one_entry() -> None:
    with pytest.raises(ValueError, match="two schedule entries"):
        schedule.register([Scheduled("test.hourly", "", "other", at=dt.time(1, 0))])


def _prepare() -> None:
    try:
        PeriodicTask.objects.create(name=HOURLY.name, next_run=clock.now() - dt.timedelta(minutes=1))
    finally:
        connection.close()


def _fire(barrier: Barrier) -> int:
    barrier.wait()
    try:
        return fire_due()
    finally:
        connection.close()


@pytest.mark.usefixtures("shared_database", "hourly")
def test_of_racing_workers_one_fires() -> None:
    barrier = Barrier(4)

    with ThreadPoolExecutor(4) as pool:
        pool.submit(_prepare).result()
        fired = list(pool.map(lambda _: _fire(barrier), range(4)))

    assert sorted(fired) == [0, 0, 0, 1]
