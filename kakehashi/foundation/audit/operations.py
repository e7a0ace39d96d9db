"""What is done to the records themselves."""

import datetime as dt

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.audit.models import OnceKey
from kakehashi.kernel import clock

KEYS_LIVE = dt.timedelta(days=2)


def forget_old_keys(*, by: Actor) -> int:
    """Forget which forms were sent more than two days ago; run daily. Returns how many."""
    with act("audit.forget_old_keys", None, by=by, permit=may(by, Permission.OPERATE)) as record:
        count, _kinds = OnceKey.objects.filter(at__lt=clock.now() - KEYS_LIVE).delete()
        record.extra = {"count": count}
    return count
