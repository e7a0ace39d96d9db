from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils.functional import Promise

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job, JobQuerySet, PeriodicTask
from kakehashi.foundation.tasks.schedule import Scheduled, entries
from kakehashi.kernel import clock


@dataclass(frozen=True)
class Health:
    """How background work stands. `oldest_waiting_seconds`: how long the oldest due row has not been begun."""

    oldest_waiting_seconds: int
    waiting: int
    running: int
    failed: int


def health() -> Health:
    """For `/healthz` and whoever watches over the installation; no one's data is in it."""
    now = clock.now()
    unfinished = Job.objects.order_by().filter(state__in=[State.WAITING, State.RUNNING, State.FAILED])
    counts = dict(unfinished.values_list("state").annotate(count=Count("pk")))
    oldest = Job.objects.filter(state=State.WAITING, run_after__lte=now).aggregate(at=Min("run_after"))["at"]
    return Health(
        oldest_waiting_seconds=int((now - oldest).total_seconds()) if oldest else 0,
        waiting=counts.get(State.WAITING, 0),
        running=counts.get(State.RUNNING, 0),
        failed=counts.get(State.FAILED, 0),
    )


def is_unfinished(task: str, *args: Any) -> bool:
    """Whether this task (dotted path) with these arguments waits or runs still.

    One that failed for good, was dropped or lost its worker too often is not: what it was to do has to be asked for
    again, and whoever waits for it need not wait any longer.
    """
    rows = Job.objects.filter(task=task, args=list(args), state__in=[State.WAITING, State.RUNNING])
    return rows.exists()


def jobs(viewer: Person, state: State) -> JobQuerySet:
    """The rows in one state: those to come in their order, those that ended newest first."""
    rows = Job.objects.visible_to(viewer).filter(state=state)
    return rows if state in {State.WAITING, State.RUNNING} else rows.order_by("-finished_at", "-id")


def counts(viewer: Person) -> dict[State, int]:
    """How many rows are in each state."""
    rows = dict(Job.objects.visible_to(viewer).order_by().values_list("state").annotate(count=Count("pk")))
    return {state: rows.get(state.value, 0) for state in State}


@dataclass(frozen=True)
class QueueFigures:
    name: str
    due: int  # could begin now
    later: int  # planned or put off
    running: int


def queues(viewer: Person, names: list[str]) -> list[QueueFigures]:
    """What waits and runs in each queue."""
    open_rows = Job.objects.visible_to(viewer).order_by().filter(state__in=[State.WAITING, State.RUNNING])
    now = clock.now()
    waiting = dict(open_rows.filter(state=State.WAITING).values_list("queue").annotate(count=Count("pk")))
    due = open_rows.filter(state=State.WAITING, run_after__lte=now).values_list("queue").annotate(count=Count("pk"))
    due_by_queue = dict(due)
    running = dict(open_rows.filter(state=State.RUNNING).values_list("queue").annotate(count=Count("pk")))
    return [
        QueueFigures(
            name,
            due_by_queue.get(name, 0),
            waiting.get(name, 0) - due_by_queue.get(name, 0),
            running.get(name, 0),
        )
        for name in names
    ]


@dataclass(frozen=True)
class PlannedRun:
    """An entry of the schedule and its times; `times` is None until a worker has run."""

    entry: Scheduled
    times: PeriodicTask | None

    @property
    def label(self) -> str | Promise:
        return self.entry.label


def planned_runs() -> list[PlannedRun]:
    """The schedule, soonest first."""
    times = {row.name: row for row in PeriodicTask.objects.all()}
    runs = [PlannedRun(entry, times.get(entry.name)) for entry in entries().values()]
    now = clock.now()
    return sorted(runs, key=lambda run: (run.times is None, run.times.next_run if run.times else now))
