import datetime as dt

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.tasks.schedule import Scheduled

_TASKS = "kakehashi.foundation.notices.tasks"
SCHEDULE = [
    # Every change that writes a mail enqueues its delivery; this one catches what an operator dropped by mistake.
    Scheduled("notices.deliver", _("メールを送る"), f"{_TASKS}.deliver_mails", every=dt.timedelta(minutes=5)),
    Scheduled("notices.digest", _("1日分のお知らせを送る"), f"{_TASKS}.send_digests", at=dt.time(7, 30)),
    Scheduled("notices.receive", _("届いたメールを取り込む"), f"{_TASKS}.receive_mails", every=dt.timedelta(minutes=2)),
    Scheduled("notices.sweep", _("古いお知らせとメールを消す"), f"{_TASKS}.sweep", at=dt.time(3, 10)),
]
