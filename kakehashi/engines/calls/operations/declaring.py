"""What a body answers to the questions of eligibility is kept, with who answered and when."""

from collections.abc import Mapping

from kakehashi.engines.calls.models import Application, Declaration
from kakehashi.engines.calls.rules import may_edit_draft
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def declare(application: Application, answers: Mapping[int, bool], *, by: Actor) -> None:
    """Keep the answers to these questions of the call (by id), each in the words it was asked in."""
    with act("calls.declare", application, by=by, permit=may_edit_draft) as record:
        for line in application.call.eligibility_lines.filter(pk__in=answers):
            said = {"text_en": line.text_en, "is_yes": answers[line.pk], "at": clock.now()}
            said["by"] = by if isinstance(by, Person) else None
            Declaration.objects.update_or_create(application=application, text_ja=line.text_ja, defaults=said)
        record.extra = {"answers": {str(pk): is_yes for pk, is_yes in answers.items()}}
