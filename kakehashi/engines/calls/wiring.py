"""What the foundation is told about calls; imported once all models are loaded."""

from kakehashi.engines.calls.queries import visible_applications
from kakehashi.engines.calls.queries.letters import may_read_letter
from kakehashi.foundation.documents.gates import register_gate
from kakehashi.foundation.organisations.models import Person


def may_read_files(person: Person | None, application_id: int) -> bool:
    return visible_applications(person).filter(pk=application_id).exists()


register_gate("calls.application", may_read_files)
register_gate("calls.letter", may_read_letter)
