"""What is done about calls without anybody asking."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kakehashi.engines.calls.operations.reminding import remind
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.tasks.schedule import Scheduled

REMINDERS = Robot("reminders")


@task
def remind_people() -> int:
    """What falls due is called to mind. Returns of how many things."""
    return remind(by=REMINDERS)


SCHEDULE = [
    Scheduled("calls.remind", _("実績報告と採点の期限を知らせる"), f"{__name__}.remind_people", at=dt.time(7, 35)),
]
