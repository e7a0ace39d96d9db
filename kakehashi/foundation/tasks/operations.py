from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.rules import may_operate
from kakehashi.kernel import clock


def retry(job: Job, *, by: Actor) -> None:
    """Let a failed task begin again, with all its attempts."""
    with act("tasks.retry", job, by=by, permit=may_operate):
        failed = Job.objects.filter(pk=job.pk, state=State.FAILED)
        failed.update(state=State.WAITING, attempts=0, run_after=clock.now(), finished_at=None)
        job.refresh_from_db()


def drop(job: Job, *, by: Actor) -> None:
    """Give up a task that failed or still waits."""
    with act("tasks.drop", job, by=by, permit=may_operate):
        open_rows = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.WAITING])
        open_rows.update(state=State.DROPPED, finished_at=clock.now(), dedupe_key=None)
        job.refresh_from_db()
