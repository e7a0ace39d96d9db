"""What is done about translations without anybody asking."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.tasks.schedule import Scheduled
from kakehashi.foundation.translation.operations import remind, sweep_drafts


@task
def remind_people() -> int:
    """Orders that fall due are called to mind. Returns how many."""
    return remind(by=Robot("reminders"))


@task
def sweep() -> int:
    """Delete what was begun and not gone on with. Returns how many."""
    return sweep_drafts(by=Robot("sweeping"))


SCHEDULE = [
    Scheduled(
        "translation.remind", _("翻訳の依頼の期限が近いことを知らせる"), f"{__name__}.remind_people", at=dt.time(7, 40)
    ),
    Scheduled("translation.sweep", _("古い書きかけの訳文を消す"), f"{__name__}.sweep", at=dt.time(3, 50)),
]
