import datetime as dt

from django_tasks import task

from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock

KEEP_FINISHED = dt.timedelta(days=7)
KEEP_FAILED = dt.timedelta(days=90)


@task
def sweep() -> int:
    """Delete rows whose results nobody needs any more. Returns how many."""
    now = clock.now()
    finished = Job.objects.filter(state__in=[State.DONE, State.DROPPED], finished_at__lt=now - KEEP_FINISHED)
    failed = Job.objects.filter(state=State.FAILED, finished_at__lt=now - KEEP_FAILED)
    return finished.delete()[0] + failed.delete()[0]
