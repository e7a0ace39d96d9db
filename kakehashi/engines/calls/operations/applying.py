"""An application: begun, filled in, taken over into the columns that lists and rules read."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.choices import PaperKind, Route
from kakehashi.engines.calls.correcting import closed_changes, is_being_mended
from kakehashi.engines.calls.models import Application, Call, Paper, Track
from kakehashi.engines.calls.operations.declaring import declare
from kakehashi.engines.calls.queries.eligibility import kind_of, why_closed
from kakehashi.engines.calls.queries.receipts import receipt_digest
from kakehashi.engines.calls.queries.taking import take_over
from kakehashi.engines.calls.queries.tracks import track_for
from kakehashi.engines.calls.rules import may_discard, may_keep
from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.audit.gate import NotPermittedError, act
from kakehashi.foundation.documents.operations import remove
from kakehashi.foundation.documents.queries import documents_about
from kakehashi.foundation.forms.models import Answers, AnswerSheet, QuestionSet, Version
from kakehashi.foundation.forms.operations import open_sheet, save_answers
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.organisations.queries import branch_in_charge


class NoFormError(Exception):
    """The question set has no published version: headquarters must publish one first."""


def start_application(
    call: Call,
    *,
    applicant: Organisation,
    by: Actor,
    implementer: Organisation | None = None,
    nominator: Organisation | None = None,
    route: Route = Route.OWN,
    track: Track | None = None,
    declared: Mapping[int, bool] | None = None,
    answers: Answers | None = None,
) -> Application:
    """A draft of this body in this call, with its paper, prefilled with `answers` of questions it knows.

    Without `track` in the one it applied for last time, where the call has it. `declared`: what was answered to the
    questions of eligibility, by their ids.

    By an officer of the body while the call is open to it; by the section where it types in what came on paper
    (``Route.DESK``), whenever that is.
    """
    kind = kind_of(applicant, implementer)
    if route == Route.DESK:
        allowed = may(by, Permission.HANDLE_CALLS, call.scheme.desk_id) and call.announced_at is not None
    else:
        is_late = why_closed(call, applicant, by if isinstance(by, Person) else None) is not None
        allowed = may(by, Permission.REQUEST_SERVICES, applicant.pk) and not is_late
    is_of_call = track is None or track.call_id == call.pk
    with act("calls.start", None, by=by, permit=allowed and kind is not None and is_of_call) as record:
        application = Application.objects.create(
            call=call,
            track=track or track_for(call, applicant),
            route=route,
            applicant=applicant,
            applicant_kind=kind or "",
            implementer=implementer,
            nominator=nominator,
            submitter=by if isinstance(by, Person) and route != Route.DESK else None,
            branch=branch_in_charge(applicant),
            step="draft",
            fiscal_year=call.fiscal_year,
        )
        record.thing = application
        if declared:
            declare(application, declared, by=by)
        paper = open_paper(application, PaperKind.APPLICATION, call.application_form, by=by, answers=answers)
        take_over(application, paper.sheet.answers)
        application.save()
        searching.hand_in([application])
    return application


def open_paper(
    application: Application,
    kind: PaperKind,
    form: QuestionSet | None,
    *,
    by: Actor,
    round_number: int = 1,
    due_on: dt.date | None = None,
    answers: Answers | None = None,
) -> Paper:
    """Lay a paper into the application; the caller has asked for permission. ``NoFormError`` without a form."""
    with act("calls.open_paper", None, by=by, permit=True) as record:
        sheet = open_sheet(published(form), about=application.ref, by=by, permit=True, answers=answers)
        paper = Paper.objects.create(application=application, kind=kind, round=round_number, sheet=sheet, due_on=due_on)
        record.thing = paper
    return paper


def published(form: QuestionSet | None) -> Version:
    version = current_version(form.code) if form is not None else None
    if version is None:
        raise NoFormError(form.code if form is not None else "")
    return version


def save_paper(
    paper: Paper, answers: Answers, *, base_revision: int, by: Actor, track: Track | None = None
) -> AnswerSheet:
    """Keep what was typed, complete or not. While it is mended, only what was sent back may be changed.

    `track`: the one chosen with the answers of a draft. Raises ``StaleError`` when somebody saved in between.
    """
    with act("calls.save_paper", paper, by=by, permit=may_keep):
        permit = _may_save(by, hold(paper), answers)
        sheet = save_answers(paper.sheet, answers, by=by, base_revision=base_revision, permit=permit)
        if paper.kind == PaperKind.APPLICATION:
            _take_over_and_save(paper.application, sheet.answers, track)
    return sheet


def _take_over_and_save(application: Application, answers: Answers, track: Track | None) -> None:
    words = application.title, application.summary
    take_over(application, answers)
    _take_track(application, track)
    application.save()
    if words != (application.title, application.summary):
        searching.hand_in([application])


def _take_track(application: Application, track: Track | None) -> None:
    """A draft goes to the track chosen for it, or to the only one there is."""
    if application.step == "draft" and track is not None and track.call_id == application.call_id:
        application.track = track
    if application.track_id is None:
        application.track = track_for(application.call, application.applicant)


def keep_files(paper: Paper, files: dict[str, list[int]], *, by: Actor) -> AnswerSheet:
    """Add files to the answers as they are now: they came with answers that somebody else had overtaken."""
    with act("calls.keep_files", paper, by=by, permit=may_keep):
        hold(paper)
        kept = paper.sheet.answers
        answers = kept | {code: [*kept.get(code, []), *found] for code, found in files.items()}
        return save_paper(paper, answers, base_revision=paper.sheet.revision, by=by)


def discard(application: Application, *, by: Actor) -> None:
    """Throw a draft away that was never handed in: its answers, its files, everything."""
    with act("calls.discard", application, by=by, permit=may_discard):
        application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
        if not may_discard(by, application):
            raise NotPermittedError(gettext("提出した申請は捨てられません。取り下げてください。"))
        for document in documents_about(application.ref):
            remove(document, by=by, permit=True)
        application.papers.all().delete()
        AnswerSheet.objects.filter(about_kind=application.ref.kind, about_id=application.pk).delete()
        searching.forget(application.pk)
        application.delete()


def _may_save(actor: Actor, paper: Paper, answers: Answers) -> bool:
    """While a paper is mended, only what was sent back may be answered anew."""
    return may_keep(actor, paper) and not (is_being_mended(paper) and closed_changes(paper, answers))


def hold(paper: Paper) -> Paper:
    """Hold the application, then the paper, and take both over as they are now: it may have been handed in."""
    application = paper.application
    application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
    paper.refresh_from_db()
    paper.application = application
    return paper


def digest_of(application: Application) -> str:
    """SHA-256 over the answers of the application paper and the hash of each file in it: what the receipt proves."""
    paper = application.paper_of(PaperKind.APPLICATION)
    return receipt_digest(paper.sheet.version, paper.sheet.answers) if paper else receipt_digest(None, {})
