"""Formal letters: their words edited, issued one by one or all at once in the background."""

import datetime as dt
import logging

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import task

from kakehashi.engines.calls import notices
from kakehashi.engines.calls.choices import LetterKind, Look
from kakehashi.engines.calls.models import Application, Call, Letter, LetterBatch, LetterTemplate
from kakehashi.engines.calls.models.applications import DECISIONS
from kakehashi.engines.calls.operations.moving import grant
from kakehashi.engines.calls.operations.numbering import next_number
from kakehashi.engines.calls.queries.letters import (
    MissingFactsError,
    own_wording,
    printed,
    usual_language,
)
from kakehashi.engines.calls.queries.letters_approving import approved_of
from kakehashi.engines.calls.queries.letters_due import awaiting, due
from kakehashi.engines.calls.rules import is_desk, may_edit_call
from kakehashi.engines.calls.rules.council import letter_number
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError, act
from kakehashi.foundation.documents.letters import drawn
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

logger = logging.getLogger(__name__)
BROKEN = gettext_noop(
    "思いがけない理由で発行できませんでした。もう一度発行しても続くときは、運用の担当者に伝えてください。"
)


class NotDueError(Exception):
    """This letter is not to be issued now: it went out already, or the application stands elsewhere."""


class NotApprovedError(NotDueError):
    """A second person of the section has to approve it first."""


# --- Words ------------------------------------------------------------------------------------------------------------
def change_words(
    call: Call, kind: LetterKind, language: str, *, subject: str, body: str, for_scheme: bool, base_revision: int,
    by: Person, look: str = Look.ACROSS,
) -> LetterTemplate:  # fmt: skip
    """Keep the words of a letter for this call, or for every call of its scheme. Raises ``StaleError``."""
    with act("calls.change_words", None, by=by, permit=may_edit_call(by, call)) as record:
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        row = own_wording(call, kind, language, for_scheme=for_scheme)
        if row is not None and row.revision != base_revision:
            raise StaleError(row)
        owner = {"scheme": call.scheme} if for_scheme else {"call": call}
        row = row or LetterTemplate(kind=kind, language=language, revision=0, **owner)
        row.subject, row.body, row.look, row.revision = subject, body, look, row.revision + 1
        row.save()
        record.thing = row
        record.extra = {"kind": kind.value, "language": language, "call": call.pk}
    return row


def drop_words(template: LetterTemplate, call: Call, *, by: Person) -> None:
    """Go back to the words that stand behind: of the scheme, or as delivered."""
    with act("calls.drop_words", template, by=by, permit=may_edit_call(by, call)):
        template.delete()


# --- Issuing ----------------------------------------------------------------------------------------------------------
def issue_letter(
    application: Application, kind: LetterKind, *, dated_on: dt.date, language: str, by: Person,
    batch: LetterBatch | None = None,
) -> Letter:  # fmt: skip
    """Number the letter, draw it and keep it as it is; it never changes again.

    Raises ``NotDueError`` (it went out already, or not now; ``NotApprovedError``) and ``MissingFactsError`` (in words).
    Whatever fails leaves neither a letter nor a number.
    """
    with act("calls.issue_letter", None, by=by, permit=is_desk(by, application)) as record:
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        if due(application) != kind:
            raise NotDueError
        if not approved_of(application.call, kind, [application]):
            raise NotApprovedError
        number = _number(application.call.scheme.desk, dated_on)
        page = printed(application, kind, language, dated_on=dated_on, number=number)
        letter = Letter.objects.create(
            application=application, batch=batch, kind=kind, number=number, dated_on=dated_on, language=language,
            printed=page,
        )  # fmt: skip
        upload = SimpleUploadedFile(f"{number}.pdf", drawn(page), "application/pdf")
        letter.document = store(upload, about=Ref(letter._meta.label_lower, letter.pk), by=by, permit=True)
        letter.digest = letter.document.sha256
        letter.issued_at, letter.issued_by = clock.now(), by
        letter.save()
        record.thing = letter
        if kind not in DECISIONS:
            notices.to_applicant(application, "calls.letter_issued", by, str(kind.label), key=number)
    return letter


def _number(desk: Organisation, dated_on: dt.date) -> str:
    """The next one of the section in the fiscal year of the letter."""
    year = clock.fiscal_year(dated_on)
    return letter_number(desk, year, next_number(f"letter:{desk.pk}", year))


def start_batch(call: Call, kind: LetterKind, *, dated_on: dt.date, by: Person) -> LetterBatch:
    """Issue this letter in the background to everybody it is due to and approved for; decisions are told at once.

    Raises ``NotDueError`` when there is nobody, or such a batch is still running.
    """
    with act("calls.start_letters", None, by=by, permit=may_edit_call(by, call)) as record:
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        total = len(approved_of(call, kind, awaiting(call, kind)))
        running = call.letter_batches.filter(kind=kind, finished_at=None)
        if not total or any(one.is_running for one in running):
            raise NotDueError
        batch = LetterBatch.objects.create(call=call, kind=kind, dated_on=dated_on, asked_by=by, total=total)
        record.thing = batch
        run_batch.enqueue(batch.pk)
    return batch


@task
def run_batch(batch_id: int) -> int:
    """Issue what is still due, one transaction each: killed and begun again, nobody gets a second letter or number."""
    batch = LetterBatch.objects.select_related("call", "asked_by").get(pk=batch_id)
    refused = []
    for application in approved_of(batch.call, batch.kind, awaiting(batch.call, batch.kind)):
        try:
            _issue_of_batch(batch, application)
        except NotDueError:
            continue
        except (MissingFactsError, MoveRefusedError, NotPermittedError) as refusal:
            refused.append(f"{application.number}: {refusal}")
        except Exception:  # one letter that fails must not leave the others and the batch hanging
            logger.exception("letter %s of application %s failed", batch.kind, application.pk)
            refused.append(f"{application.number}: {_(BROKEN)}")
    with act("calls.finish_letters", batch, by=batch.asked_by, permit=True):
        batch.refresh_from_db()
        batch.finished_at, batch.failure = clock.now(), "\n".join(refused)
        batch.save(update_fields=["finished_at", "failure"])
    return batch.done


def _issue_of_batch(batch: LetterBatch, application: Application) -> None:
    kind, by = LetterKind(batch.kind), batch.asked_by
    with act("calls.issue_of_batch", None, by=by, permit=is_desk(by, application)):
        language = usual_language(application)
        issue_letter(application, kind, dated_on=batch.dated_on, language=language, by=by, batch=batch)
        if application.step == "adopted":
            grant(application, by=by, note="")
        LetterBatch.objects.filter(pk=batch.pk).update(done=F("done") + 1)
