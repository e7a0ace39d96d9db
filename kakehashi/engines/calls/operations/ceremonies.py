"""When and where those who are honoured are honoured; they hear of it once the decision is told."""

from collections.abc import Mapping
from typing import Any

from kakehashi.engines.calls.flow import GRANTED
from kakehashi.engines.calls.models import Application, Call, Ceremony
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.engines.calls.queries.honouring import ceremony_of
from kakehashi.engines.calls.rules import may_edit_call
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.organisations.models import Person


def set_ceremony(call: Call, values: Mapping[str, Any], *, base_revision: int, by: Person) -> Ceremony:
    """Raises ``StaleError``."""
    with act("calls.set_ceremony", None, by=by, permit=may_edit_call(by, call)) as record:
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        ceremony = ceremony_of(call) or Ceremony(call=call)
        if ceremony.pk and ceremony.revision != base_revision:
            raise StaleError(ceremony)
        for name, value in values.items():
            setattr(ceremony, name, value)
        ceremony.revision += 1
        ceremony.save()
        record.thing = ceremony
        for application in call.applications.filter(step__in=GRANTED).select_related("call__scheme"):
            notices.ceremony(ceremony, application, by)
    return ceremony


def tell_of_ceremony(application: Application, *, by: Actor) -> None:
    """Whoever hears of being honoured hears where to come, if that is known already."""
    if (ceremony := ceremony_of(application.call)) is not None:
        notices.ceremony(ceremony, application, by)
