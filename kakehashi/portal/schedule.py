import datetime as dt

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.tasks.schedule import Scheduled

SCHEDULE = [
    Scheduled(
        "portal.take_backup", _("バックアップを取り、検証する"), "kakehashi.portal.tasks.take_backup", at=dt.time(2, 30)
    ),
    Scheduled("portal.put_away", _("古くなったものを片付ける"), "kakehashi.portal.tasks.put_away", at=dt.time(3, 30)),
    Scheduled("portal.forget", _("保存期間が過ぎた記録を消す"), "kakehashi.portal.tasks.forget", at=dt.time(3, 45)),
    Scheduled(
        "portal.publish_audit_head",
        _("記録の末尾を外に書き出す"),
        "kakehashi.portal.tasks.publish_audit_head",
        every=dt.timedelta(hours=1),
    ),
]
