"""The application form while it is written: the form, autosave, what stands beside it, check, receipt, discard."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import exports, queries, rules
from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.forms.applying import TrackForm
from kakehashi.engines.calls.forms.applying_together import FilledForm
from kakehashi.engines.calls.models import Application, Paper
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.applying import discard as discard_draft
from kakehashi.engines.calls.operations.applying import keep_files, save_paper
from kakehashi.engines.calls.queries.applying import beside, problems_of, submitting, taken_over
from kakehashi.engines.calls.queries.eligibility import left_until
from kakehashi.engines.calls.queries.receipts import Receipt, receipt_of
from kakehashi.engines.calls.queries.renewing import former_answers, newer_version
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.attaching import described, keeper, shown_file
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms import filling
from kakehashi.foundation.forms.display import display, display_answers
from kakehashi.foundation.forms.fill import AnswerForm, checked


def paper_for(request: SignedInRequest, pk: int) -> Paper:
    """The application paper; 404 where the application is not for this person."""
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    paper = application.paper_of(PaperKind.APPLICATION)
    if paper is None:
        raise Http404
    paper.application = application
    return paper


def track_form(request: SignedInRequest, application: Application) -> TrackForm:
    """Stands in the same form as the questions, and is sent with them."""
    return TrackForm(application, request.POST or None)


def saving(request: SignedInRequest, paper: Paper) -> filling.Save:
    """With the track that was chosen beside the answers."""
    track = track_form(request, paper.application).chosen
    return lambda answers, revision: save_paper(paper, answers, base_revision=revision, track=track, by=request.person)


def fill_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form; what was sent back is mended on a page of its own."""
    paper = paper_for(request, pk)
    application = paper.application
    if not rules.may_edit_draft(request.person, application):
        return _closed(request, paper) if request.method == "POST" else redirect("calls:application", pk)
    found = filling.fill(
        request,
        paper.sheet,
        saving(request, paper),
        describe_files=described,
        store=keeper(about=application.ref, by=request.person, permit=True),
        attach=lambda files: keep_files(paper, files, by=request.person),
    )
    if found.goes_on:
        return redirect("calls:check", pk)
    context: dict[str, Any] = {"application": application, "call": application.call} | found.context
    context["track_form"] = track_form(request, application)
    if found.is_stale:
        return render(request, "calls/fill_conflict.html", context, status=found.status)
    context |= beside(application, found.sheet.answers, request.person)
    context |= {"left": left_until(application.deadline()), "filled_form": FilledForm()}
    context |= {"newer": newer_version(paper), "former": former_answers(paper)}
    context |= {"taken_over": taken_over(paper), "may_discard": rules.may_discard(request.person, application)}
    return render(request, "calls/fill.html", context)


def _closed(request: SignedInRequest, paper: Paper) -> HttpResponse:
    """A colleague handed it in first: nothing is saved; what was typed is shown."""
    form = AnswerForm(paper.sheet.version, complete=False, data=request.POST, answers=paper.sheet.answers)
    typed = display_answers(paper.sheet.version, form.answers, describe_files=described)
    return render(request, "calls/fill_closed.html", {"application": paper.application, "sections": typed}, status=409)


@require_POST
def autosave(request: SignedInRequest, pk: int) -> JsonResponse:
    """What the page sends every few seconds."""
    paper = paper_for(request, pk)
    if not rules.may_edit_draft(request.person, paper.application):
        raise NotPermittedError
    return filling.autosave(request, paper.sheet, saving(request, paper))


@require_POST
def reckon(request: SignedInRequest, pk: int) -> HttpResponse:
    """The column beside the form for what is typed now; nothing is kept."""
    paper = paper_for(request, pk)
    form = AnswerForm(paper.sheet.version, complete=False, data=request.POST, answers=paper.sheet.answers)
    context = {"application": paper.application, "call": paper.application.call}
    context |= beside(paper.application, form.answers, request.person)
    return TemplateResponse(request, "calls/_fill_beside.html", context)


@once
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that is missing; then hand the application in."""
    paper = paper_for(request, pk)
    application = paper.application
    if not rules.may_edit_draft(request.person, application):
        return redirect("calls:application", pk)
    move, refused = submitting(application), ""
    if request.method == "POST":
        try:
            MOVES[move.code](application, by=request.person)
        except MoveRefusedError as refusal:
            refused = str(refusal)
        else:
            return redirect("calls:receipt", pk)
    context: dict[str, Any] = {"application": application, "call": application.call, "move": move, "refused": refused}
    context |= {"form": checked(paper.sheet.version, paper.sheet.answers), "problems": problems_of(application)}
    context |= {"sections": display(paper.sheet, describe_files=described), "left": left_until(application.deadline())}
    context |= beside(application, paper.sheet.answers, request.person)
    context["may_submit"] = rules.is_applicant(request.person, application)
    return render(request, "calls/check.html", context, status=409 if refused else 200)


def _receipt(request: SignedInRequest, pk: int) -> tuple[Application, Receipt]:
    application = get_object_or_404(queries.whole_application(request.person).exclude(receipt_digest=""), pk=pk)
    found = receipt_of(application)
    if found is None:
        raise Http404
    return application, found


def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was handed in, and what happens next."""
    application, found = _receipt(request, pk)
    files = [(document, shown_file(document)) for document in found.files]
    sections = display_answers(found.version, found.answers, describe_files=described)
    context = {"application": application, "receipt": found, "files": files, "sections": sections}
    return render(request, "calls/receipt.html", context)


def receipt_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    application, found = _receipt(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="{application.number}.pdf"'}
    body = exports.receipt_pdf(found, get_language() or "ja")
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@require_POST
@once
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    paper = paper_for(request, pk)
    call_pk = paper.application.call_id
    discard_draft(paper.application, by=request.person)
    messages.success(request, _("下書きを捨てました。"))
    return redirect("calls:apply", call_pk)
