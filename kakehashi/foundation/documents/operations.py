"""Documents are stored, given to the thing they are about, and removed."""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.documents import sniffing
from kakehashi.foundation.documents.choices import InformationClass
from kakehashi.foundation.documents.models import FOLDER, Document, Orphan
from kakehashi.foundation.documents.queries import past_retention
from kakehashi.foundation.documents.sniffing import Kind, RefusedFileError
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock, japanese
from kakehashi.kernel.references import Ref

Permit = Callable[[Actor, Document], bool] | bool
DEFAULT_LIMIT = 5 * 1024 * 1024
ORPHANS_LIVE = dt.timedelta(hours=20)  # less than a day: the second look may come a little early


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
    limit: int | None = None,
    information_class: InformationClass = InformationClass.INTERNAL,
    retention_until: dt.date | None = None,
) -> Document:
    """Keep a file as it came. Raises ``RefusedFileError`` (a ``ValidationError``) that says why and what to do.

    `limit`: bytes it may have, for what is made here; without it as many as people may hand in.
    """
    with act("documents.store", None, by=by, permit=permit) as record:
        limit = limit or size_limit()
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
    """Forget the bytes, keep the row: that there was a file, whose, and its hash stay known.

    Nobody can fetch it any more; `sweep_orphans` deletes the bytes a day later, so that a backup that is being taken
    finds every file its copy of the database names.
    """
    with act("documents.remove", document, by=by, permit=permit, note=note):
        if not document.is_removed:
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


def sweep_orphans(*, by: Robot) -> int:
    """Delete the files that no document has named for a day; answers how many. Made to be run once a day.

    They were removed, or stored by a transaction that did not end well. Two looks, because the transaction of a file
    that is stored right now is not seen yet.
    """
    with act("documents.sweep_orphans", None, by=by, permit=True) as record:
        there = _files_there()  # before asking who names them: what is named meanwhile is seen
        unnamed = there - set(Document.objects.exclude(file="").values_list("file", flat=True))
        Orphan.objects.exclude(file__in=unnamed).delete()
        seen = dict(Orphan.objects.values_list("file", "seen_at"))
        old = [file for file, seen_at in seen.items() if seen_at < clock.now() - ORPHANS_LIVE]
        Orphan.objects.bulk_create([Orphan(file=file) for file in sorted(unnamed - seen.keys())])
        record.extra = {"deleted": len(old)}
    for file in old:
        _storage().delete(file)
    return len(old)


def _files_there() -> set[str]:
    try:
        folders, _files = _storage().listdir(FOLDER)
    except FileNotFoundError:
        return set()
    return {f"{FOLDER}/{folder}/{file}" for folder in folders for file in _storage().listdir(f"{FOLDER}/{folder}")[1]}


def _storage() -> Storage:
    storage: Storage = Document().file.storage
    return storage


def file_name(name: str) -> str:
    """The name people gave, as one line without folders, overrides or odd spaces, at most 150 characters."""
    last = japanese.clean_line(unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2])
    stem, dot, extension = last.rpartition(".")
    return f"{stem[:140]}{dot}{extension[:9]}" if dot else last[:150]
