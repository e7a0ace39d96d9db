import datetime as dt

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.gate import act
from kakehashi.foundation.access.models import DeadlineException
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel.references import Ref


def grant_exception(
    about: Ref, *, to: Organisation | Person, until: dt.datetime, why: str, by: Actor
) -> DeadlineException:
    """Let one body or person be late with `about` until then. A later exception wins over an earlier one."""
    with act("access.grant_exception", None, by=by, permit=may(by, Permission.GRANT_EXCEPTIONS), note=why) as record:
        exception = DeadlineException.objects.create(
            about_kind=about.kind,
            about_id=about.id,
            organisation=to if isinstance(to, Organisation) else None,
            person=to if isinstance(to, Person) else None,
            until=until,
            why=why,
            granted_by=by if isinstance(by, Person) else None,
        )
        record.thing = exception
    return exception
