"""What is done about cases without anybody asking."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kakehashi.engines.cases.operations.handover import carry_out_due
from kakehashi.engines.cases.operations.mails import forget_old_mails
from kakehashi.engines.cases.operations.reminding import remind
from kakehashi.engines.cases.operations.visiting import forget_old_visitors
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.organisations.public_holidays import load_public_holidays
from kakehashi.foundation.tasks.schedule import Scheduled

HAND_OVER = Robot("hand-over")
REMINDERS = Robot("reminders")


@task
def forget_mails() -> int:
    """Delete the mails that are kept no longer. Returns how many."""
    return forget_old_mails(by=Robot("retention"))


@task
def forget_visitors() -> int:
    """Forget who asked without an account, a year after. Returns how many."""
    return forget_old_visitors()


@task
def carry_out_handovers() -> int:
    """Every hand-over whose day has begun. Returns how many."""
    return carry_out_due(by=HAND_OVER)


@task
def remind_people() -> int:
    """What falls due is called to mind. Returns of how many things."""
    return remind(by=REMINDERS)


@task
def load_holidays() -> int:
    """Holidays abroad, so that the year after next is always known. Returns how many days are new."""
    return load_public_holidays()


SCHEDULE = [
    Scheduled("cases.hand_over", _("引継ぎの日が来た案件を渡す"), f"{__name__}.carry_out_handovers", at=dt.time(0, 5)),
    Scheduled(
        "cases.remind", _("期限、報告、宿題、実施が近いことを知らせる"), f"{__name__}.remind_people", at=dt.time(7, 30)
    ),
    Scheduled("cases.holidays", _("海外の祝日を計算して加える"), f"{__name__}.load_holidays", at=dt.time(2, 50)),
    Scheduled(
        "cases.forget_visitors", _("登録のない相談者の連絡先を消す"), f"{__name__}.forget_visitors", at=dt.time(3, 25)
    ),
    Scheduled("cases.forget_mails", _("古い届いたメールを消す"), f"{__name__}.forget_mails", at=dt.time(3, 20)),
]
