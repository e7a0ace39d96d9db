"""What is done about calls without anybody asking."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kakehashi.engines.calls.operations.afterwards import ask_follow_ups
from kakehashi.engines.calls.operations.reminding import remind
from kakehashi.engines.calls.operations.reviewing_conflicts import detect_in_running_calls
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.tasks.schedule import Scheduled

REMINDERS = Robot("reminders")


@task
def remind_people() -> int:
    """What falls due is called to mind. Returns of how many things."""
    return remind(by=REMINDERS)


@task
def follow_up() -> int:
    """Ask for the follow-ups of last year. Returns how many."""
    return ask_follow_ups(by=REMINDERS)


@task
def look_for_conflicts() -> int:
    """Posts that reviewers took up since are found. Returns how many."""
    return detect_in_running_calls()


SCHEDULE = [
    Scheduled("calls.follow_up", _("昨年度の派遣のその後をたずねる"), f"{__name__}.follow_up", at=dt.time(7, 10)),
    Scheduled(
        "calls.conflicts",
        _("審査員の新しい役職を利害関係として調べる"),
        f"{__name__}.look_for_conflicts",
        at=dt.time(5, 20),
    ),
    Scheduled("calls.remind", _("実績報告と採点の期限を知らせる"), f"{__name__}.remind_people", at=dt.time(7, 35)),
]
