"""Requests that come back as Excel files: into the case they were written out of, or as a new one."""

import datetime as dt
from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile

from kakehashi.engines.cases.choices import Channel
from kakehashi.engines.cases.models import Case, CaseKind, Paper
from kakehashi.engines.cases.operations.requests import save_paper, start_case
from kakehashi.engines.cases.operations.visiting import begin_on_behalf
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.operations import remove, store
from kakehashi.foundation.documents.sniffing import XLSX
from kakehashi.foundation.forms.fill import AnswerForm, as_data
from kakehashi.foundation.forms.models import Answers, AnswerSheet, Version
from kakehashi.foundation.forms.returning import Returned
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock

KEPT_FOR_A_LOOK = dt.timedelta(days=7)


def fill_from_file(paper: Paper, returned: Returned, *, by: Actor) -> AnswerSheet:
    """Take the answers of the file over. What the file does not ask stays.

    Raises ``StaleError`` when the paper was changed after the file was written out, or when a blank form says
    something else than the paper already does.
    """
    answers, base = returned.onto(paper.sheet)
    return save_paper(paper, answers, base_revision=base, by=by)


def import_request(
    kind: CaseKind,
    returned: Returned,
    *,
    office: Organisation,
    applicant: Organisation | None,
    assisting: Organisation | None,
    channel: Channel,
    contact: Mapping[str, str],
    by: Person,
) -> Case:
    """A new draft with the answers of the file: of the body's officer (on screen), or of the desk it was sent to."""
    with act("cases.import_request", None, by=by, permit=True) as record:  # start_case asks for the permission
        if channel == Channel.SCREEN:
            case = start_case(kind, applicant=applicant, office=office, assisting=assisting, by=by)
        else:
            case = begin_on_behalf(
                kind, office=office, applicant=applicant, assisting=assisting, channel=channel, contact=contact, by=by
            )
        record.thing = case
        paper = case.papers.get()
        sheet = paper.sheet
        answers = sheet.answers | answers_in(sheet.version, returned)
        save_paper(paper, answers, base_revision=sheet.revision, by=by)
    return paper.case


def answers_in(version: Version, returned: Returned) -> Answers:
    """The answers of the file as this version asks for them; it may have been written out of an older one."""
    if returned.version == version:
        return returned.answers
    return AnswerForm(version, data=as_data(version, returned.answers), complete=False).answers


def keep_file(upload: UploadedFile, *, by: Person) -> Document:
    """Keep a form for a look before it becomes a request. Raises ``RefusedFileError``."""
    until = clock.today() + KEPT_FOR_A_LOOK
    with act("cases.keep_form", None, by=by, permit=True) as record:
        document = store(upload, about=None, by=by, permit=True, allowed=frozenset({XLSX}), retention_until=until)
        record.thing = document
    return document


def forget_file(document: Document, *, by: Person) -> None:
    """Its answers are in the request now."""
    is_theirs = document.about is None and document.uploaded_by == by
    with act("cases.forget_form", document, by=by, permit=is_theirs):
        remove(document, by=by, permit=True)
