"""Documents as they are read."""

import datetime as dt

from django.db.models import QuerySet

from kakehashi.foundation.documents.gates import may_fetch
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel.references import Ref


def documents_about(ref: Ref) -> QuerySet[Document]:
    """The documents of one thing: ask only for a thing its reader may see."""
    return Document.objects.filter(about_kind=ref.kind, about_id=ref.id, is_removed=False)


def document_for(person: Person, pk: int) -> Document | None:
    """The document if it is there and this person may fetch it."""
    document = Document.objects.filter(pk=pk, is_removed=False).first()
    return document if document is not None and may_fetch(person, document) else None


def past_retention(day: dt.date) -> QuerySet[Document]:
    """Documents whose time was over before `day`."""
    return Document.objects.filter(retention_until__lt=day, is_removed=False)
