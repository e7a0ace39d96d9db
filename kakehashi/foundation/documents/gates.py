"""Who may fetch a document: whoever may see the thing it is about, as the owner of that thing says."""

from collections.abc import Callable

from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.organisations.models import Person

_gates: dict[str, Callable[[Person, int], bool]] = {}


def register_gate(kind: str, can_see: Callable[[Person, int], bool]) -> None:
    """Answer for documents about things of `kind`: ``can_see(person, id)``. Call it in ``AppConfig.ready``."""
    _gates[kind] = can_see


def may_fetch(person: Person, document: Document) -> bool:
    """A document about nothing yet is its uploader's alone; one about a kind nobody answers for is nobody's."""
    about = document.about
    if about is None:
        return document.uploaded_by_id == person.pk
    gate = _gates.get(about.kind)
    return gate is not None and gate(person, about.id)
