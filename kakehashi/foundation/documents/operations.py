"""Documents are stored, given to the thing they are about, and removed."""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.documents import sniffing
from kakehashi.foundation.documents.choices import InformationClass
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import past_retention
from kakehashi.foundation.documents.sniffing import Kind, RefusedFileError
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import japanese
from kakehashi.kernel.references import Ref

Permit = Callable[[Actor, Document], bool] | bool
DEFAULT_LIMIT = 5 * 1024 * 1024


def size_limit() -> int:
    """Bytes one file may have: setting DOCUMENTS_MAX_BYTES, else 5 MB."""
    return int(getattr(settings, "DOCUMENTS_MAX_BYTES", DEFAULT_LIMIT))


def store(
    upload: UploadedFile,
    *,
    about: Ref | None,
    by: Actor,
    permit: bool,
    allowed: frozenset[Kind] = sniffing.ALL,
    information_class: InformationClass = InformationClass.INTERNAL,
    retention_until: dt.date | None = None,
) -> Document:
    """Keep a file as it came. Raises ``RefusedFileError`` (a ``ValidationError``) that says why and what to do."""
    with act("documents.store", None, by=by, permit=permit) as record:
        limit = size_limit()
        if (upload.size or 0) > limit:
            raise RefusedFileError(
                _("ファイルが大きすぎます(%(size).1fMB)。%(limit)dMBまでにしてください。")
                % {"size": (upload.size or 0) / 1024 / 1024, "limit": limit // 1024 // 1024}
            )
        content = upload.read()
        name = file_name(upload.name or "")
        kind = sniffing.sniff(content, name, allowed)
        document = Document(
            about_kind=about.kind if about else "",
            about_id=about.id if about else None,
            name=name,
            media_type=kind.media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            information_class=information_class,
            uploaded_by=by if isinstance(by, Person) else None,
            retention_until=retention_until,
        )
        document.file.save(name, ContentFile(content), save=False)
        try:
            document.save()
        except BaseException:
            document.file.storage.delete(document.file.name or "")
            raise
        record.thing = document
    return document


def remove(document: Document, *, by: Actor, permit: Permit, note: str = "") -> Document:
    """Delete the bytes, keep the row: that there was a file, whose, and its hash stay known."""
    with act("documents.remove", document, by=by, permit=permit, note=note):
        if not document.is_removed:
            transaction.on_commit(partial(document.file.storage.delete, document.file.name))
            document.file = ""
            document.is_removed = True
            document.save(update_fields=["file", "is_removed"])
    return document


def remove_expired(day: dt.date, *, by: Robot) -> int:
    """Remove every document whose retention ended before `day`; answers how many. Made to be run once a day."""
    with act("documents.remove_expired", None, by=by, permit=True) as record:
        expired = list(past_retention(day))
        for document in expired:
            remove(document, by=by, permit=True)
        record.extra = {"removed": len(expired)}
    return len(expired)


def file_name(name: str) -> str:
    """The name people gave, as one line without folders, overrides or odd spaces, at most 150 characters."""
    last = japanese.clean_line(unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2])
    stem, dot, extension = last.rpartition(".")
    return f"{stem[:140]}{dot}{extension[:9]}" if dot else last[:150]
