"""Files of question sheets: what `AnswerForm` needs to show and to keep them.

form = AnswerForm(version, …, describe_files=described)
form.store_files(keeper(about=case.ref, by=person, permit=True))
"""

from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.documents import sniffing
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.documents.sniffing import Kind
from kakehashi.foundation.forms.layout import StoredFile
from kakehashi.foundation.forms.models import Question
from kakehashi.kernel.references import Ref


def described(ids: list[int]) -> list[StoredFile]:
    """The files behind these ids, in their order; removed ones are left out."""
    found = Document.objects.filter(is_removed=False).in_bulk([one for one in ids if isinstance(one, int)])
    return [shown_file(found[one]) for one in ids if one in found]


def shown_file(document: Document) -> StoredFile:
    address = reverse("documents:download", args=[document.pk])
    return StoredFile(document.pk, document.name, address, filesizeformat(document.size))


def keeper(
    *, about: Ref | None, by: Actor, permit: bool, allowed: frozenset[Kind] = sniffing.ALL
) -> Callable[[Question, UploadedFile], int]:
    """For ``AnswerForm.store_files``: each file becomes a document about `about`."""

    def keep(question: Question, upload: UploadedFile) -> int:
        return store(upload, about=about, by=by, permit=permit, allowed=allowed).pk

    return keep
