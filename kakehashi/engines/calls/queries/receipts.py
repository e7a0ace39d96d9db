"""What was handed in, as the receipt shows and proves it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.models import Answers, Version


@dataclass(frozen=True)
class Receipt:
    """The answers and files that the digest of an application was taken over."""

    application: Application
    version: Version
    answers: Answers
    files: list[Document]
    digest: str

    @property
    def is_proven(self) -> bool:
        """Whether what is kept is still what was handed in."""
        return self.digest == self.application.receipt_digest


def receipt_of(application: Application) -> Receipt | None:
    """``None`` while nothing was handed in.

    While it is being mended the answers of the first handing in are shown, afterwards the mended ones: those which
    the digest was taken over.
    """
    paper = application.paper_of(PaperKind.APPLICATION)
    if paper is None or not application.receipt_digest:
        return None
    version = paper.sheet.version
    now, was = paper.sheet.answers, paper.handed_in
    answers = now if receipt_digest(version, now) == application.receipt_digest else was
    files = files_of(version, answers)
    return Receipt(application, version, answers, files, receipt_digest(version, answers))


def receipt_digest(version: Version | None, answers: Answers) -> str:
    """SHA-256 over the answers, and name, size and hash of each file among them."""
    files = [(one.name, one.size, one.sha256) for one in files_of(version, answers)] if version else []
    return content_digest([answers, sorted(files)])


def content_digest(content: list[Any] | dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def files_of(version: Version, answers: Answers) -> list[Document]:
    """The files among the answers, in their order; those removed since too, of which the hash is still known."""
    asked = [question.code for question in version.all_questions if question.kind == QuestionKind.FILE]
    ids = [one for code in asked for one in answers.get(code) or [] if isinstance(one, int)]
    found = Document.objects.in_bulk(ids)
    return [found[one] for one in ids if one in found]
