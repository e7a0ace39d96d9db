"""The result of a project: written by the desk, published by a move, without personal data."""

from collections.abc import Mapping

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.models import Application, Result
from kakehashi.engines.calls.rules import is_desk
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.organisations.models import Person


def change_result(application: Application, values: Mapping[str, str], *, base_revision: int, by: Person) -> Result:
    """Keep the words of the result; base revision 0 begins it. Raises ``StaleError``."""
    with act("calls.change_result", None, by=by, permit=is_desk(by, application)) as record:
        Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        result = Result.objects.filter(application=application).first() or Result(application=application, revision=0)
        if result.revision != base_revision:
            raise StaleError(result)
        for name, value in values.items():
            setattr(result, name, value)
        result.revision += 1
        result.save()
        searching.hand_in_result(result)
        record.thing = result
    return result
