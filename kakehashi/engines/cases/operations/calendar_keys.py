"""The secret addresses of one's own calendar: given, replaced, ended."""

from kakehashi.engines.cases.models import CalendarKey
from kakehashi.engines.cases.models.cases import new_nonce
from kakehashi.engines.cases.queries.calendar_feed import may_subscribe
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def give_calendar_key(*, by: Person) -> CalendarKey:
    """A new address; one that was there ends."""
    with act("cases.give_calendar_key", by, by=by, permit=may_subscribe(by)):
        key, _is_new = CalendarKey.objects.update_or_create(
            person=by, defaults={"nonce": new_nonce(), "made_at": clock.now()}
        )
    return key


def end_calendar_key(*, by: Person) -> None:
    with act("cases.end_calendar_key", by, by=by, permit=True):
        CalendarKey.objects.filter(person=by).delete()
