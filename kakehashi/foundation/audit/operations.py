"""What is done to the records themselves."""

import datetime as dt

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.audit.models import AuditRow, OnceKey
from kakehashi.foundation.audit.verify import BLANK_VALUES
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

KEYS_LIVE = dt.timedelta(days=2)


def forget_old_keys(*, by: Actor) -> int:
    """Forget which forms were sent more than two days ago; run daily. Returns how many."""
    with act("audit.forget_old_keys", None, by=by, permit=may(by, Permission.OPERATE)) as record:
        count, _kinds = OnceKey.objects.filter(at__lt=clock.now() - KEYS_LIVE).delete()
        record.extra = {"count": count}
    return count


def blank_values(ref: Ref, *, by: Actor, reason: str) -> int:
    """Erase what the records say about a thing (a person has asked for it); that they exist stays. Returns how many.

    The chain goes on verifying, because this act names the numbers.
    """
    with act(BLANK_VALUES, None, by=by, permit=may(by, Permission.OPERATE), note=reason) as record:
        rows = AuditRow.objects.filter(thing_kind=ref.kind, thing_id=ref.id)
        numbers = list(rows.values_list("number", flat=True))
        rows.update(before={}, after={}, note="")
        record.extra = {"numbers": numbers}
    return len(numbers)
