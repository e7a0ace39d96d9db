"""How long messages are kept."""

import datetime as dt

from django.conf import settings

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import JmaMessage

AT_ONCE = 500


def forget_messages(*, by: Actor) -> int:
    """Those older than ``settings.JMA_DAYS``, with their bytes; what a bulletin was made of stays. Returns how many."""
    if not settings.JMA_DAYS:
        return 0
    with act("disaster.forget_messages", None, by=by, permit=may(by, Permission.OPERATE)) as record:
        before = clock.now() - dt.timedelta(days=settings.JMA_DAYS)
        old = JmaMessage.objects.filter(received_at__lt=before, bulletins=None).order_by("id")
        ids = list(old.values_list("id", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            JmaMessage.objects.filter(pk__in=ids[start : start + AT_ONCE]).delete()
        record.extra = {"count": len(ids)}
    return len(ids)
