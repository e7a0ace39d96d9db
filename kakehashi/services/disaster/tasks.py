"""What is done about disaster information without anybody asking."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kakehashi.foundation.tasks.schedule import Scheduled
from kakehashi.services.disaster.operations.bulletin_moves import expire_due
from kakehashi.services.disaster.operations.publishing import PUBLISHER, publish_site


@task
def keep_pages() -> int:
    """End what has passed its time, and bring the public pages to the state of the database. Returns how many pages
    changed."""
    expire_due()
    release = publish_site(reason="schedule", by=PUBLISHER)
    return release.changed if release else 0


SCHEDULE = [
    Scheduled(
        "disaster.pages",
        _("期限の来た災害情報を終え、公開のページを今の内容に合わせる"),
        f"{__name__}.keep_pages",
        every=dt.timedelta(minutes=1),
    ),
]
