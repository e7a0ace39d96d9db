"""Exceptions to the deadline of a call, granted by name until a time."""

import datetime as dt

from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.notices.partners import may_be_late
from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.models import DeadlineException
from kakehashi.foundation.access.operations.deadlines import grant_exception
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Organisation, Person


def allow_late(call: Call, *, to: Organisation | Person, until: dt.datetime, why: str, by: Actor) -> DeadlineException:
    """Let one body, or one person for whichever body, hand in until then; they are told."""
    permit = may(by, Permission.HANDLE_CALLS, call.scheme.desk_id)
    with act("calls.allow_late", call, by=by, permit=permit, note=why) as record:
        exception = grant_exception(call.ref, to=to, until=until, why=why, by=by)
        whom = "organisation" if isinstance(to, Organisation) else "person"
        record.extra = {whom: to.pk, "until": until.isoformat()}
        may_be_late(call, exception, by)
    return exception
