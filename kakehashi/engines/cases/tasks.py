"""What is done about cases without anybody asking."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kakehashi.engines.cases.operations.mails import forget_old_mails
from kakehashi.engines.cases.operations.visiting import forget_old_visitors
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.tasks.schedule import Scheduled


@task
def forget_mails() -> int:
    """Delete the mails that are kept no longer. Returns how many."""
    return forget_old_mails(by=Robot("retention"))


@task
def forget_visitors() -> int:
    """Forget who asked without an account, a year after. Returns how many."""
    return forget_old_visitors()


SCHEDULE = [
    Scheduled(
        "cases.forget_visitors", _("登録のない相談者の連絡先を消す"), f"{__name__}.forget_visitors", at=dt.time(3, 25)
    ),
    Scheduled("cases.forget_mails", _("古い届いたメールを消す"), f"{__name__}.forget_mails", at=dt.time(3, 20)),
]
