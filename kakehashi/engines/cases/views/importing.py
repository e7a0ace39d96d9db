"""A filled-in Excel form becomes a new request: looked at first, cell by cell, then taken in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.choices import Channel, PaperKind, Starts
from kakehashi.engines.cases.forms import StartForm
from kakehashi.engines.cases.forms.importing import FilledForm
from kakehashi.engines.cases.forms.mails import FromMailForm
from kakehashi.engines.cases.models import ArrivedMail, Case, CaseKind
from kakehashi.engines.cases.operations.importing import forget_file, import_request, keep_file
from kakehashi.engines.cases.operations.mails import SettledMeanwhileError, import_from_mail
from kakehashi.engines.cases.operations.requests import NoFormError
from kakehashi.engines.cases.queries import mails as mail_queries
from kakehashi.engines.cases.views.excel import take_back, tell_unread
from kakehashi.engines.cases.views.request import paper_for
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.documents.queries import document_for
from kakehashi.foundation.documents.sniffing import RefusedFileError
from kakehashi.foundation.forms.display import display_answers
from kakehashi.foundation.forms.returning import Returned, from_xlsx
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError


@once
def upload(request: SignedInRequest) -> HttpResponse:
    """Hand in a filled-in form; it is kept for a look before it becomes anything."""
    form = FilledForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            document = keep_file(form.cleaned_data["file"], by=request.person)
        except RefusedFileError as refused:
            form.add_error("file", refused)
        else:
            return redirect("cases:import_check", document.pk)
    context = {"form": form, "kinds": queries.fillable_kinds(request.person)}
    return render(request, "cases/import.html", context, status=422 if form.errors else 200)


@once
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was read in the file, what was not, and for whom it becomes a request."""
    document = document_for(request.person, pk)
    mail = mail_queries.mail_of_file(document, request.person) if document else None
    if document is None or (document.about is not None and mail is None):
        raise Http404
    try:
        returned = _read(document)
    except SpreadsheetError as refused:
        return render(request, "cases/import_refused.html", {"why": str(refused), "mail": mail}, status=422)
    if "into" in request.POST and (case := _case_to_fill(returned, request)):
        _case, paper = paper_for(request, case.pk, PaperKind.REQUEST)
        return take_back(request, paper, returned)
    kind = mail_queries.kind_of_file(returned, request.person)
    form = _form(request, kind, mail) if kind else None
    if kind and form is not None and form.is_valid():
        try:
            case = _import(request, kind, returned, form.cleaned_data, mail)
        except (SettledMeanwhileError, NoFormError) as refused:
            messages.error(request, str(refused))
        else:
            return _imported(request, case, returned, document)
    context = {"sections": display_answers(returned.version, returned.answers), "returned": returned, "mail": mail}
    context |= {"kind": kind, "form": form, "case": _case_to_fill(returned, request), "document": document}
    return render(request, "cases/import_check.html", context, status=422 if form is not None and form.errors else 200)


def _read(document: Document) -> Returned:
    with document.file.open("rb") as file:
        return from_xlsx(file.read())


def _case_to_fill(returned: Returned, request: SignedInRequest) -> Case | None:
    """The case the file was written out of, while its request is this person's to fill in."""
    case = mail_queries.case_of_file(returned, request.person)
    paper = case.paper_of(PaperKind.REQUEST) if case else None
    if case is None or paper is None:
        return None
    paper.case = case
    return case if rules.may_fill(request.person, paper) else None


def _is_for_others(request: SignedInRequest, kind: CaseKind, mail: ArrivedMail | None) -> bool:
    """Whether it is entered by a desk, and not by an officer of the body that asks."""
    return mail is not None or (kind.starts != Starts.STAFF and not queries.may_start(request.person, kind))


def _form(request: SignedInRequest, kind: CaseKind, mail: ArrivedMail | None) -> StartForm | FromMailForm:
    if _is_for_others(request, kind, mail):
        initial = FromMailForm.initial_of(mail) if mail else {}
        return FromMailForm(kind, request.person, request.POST or None, initial=initial)
    return StartForm(kind, request.person, request.POST or None)


def _import(
    request: SignedInRequest, kind: CaseKind, returned: Returned, values: dict[str, Any], mail: ArrivedMail | None
) -> Case:
    names = {"office": values["office"], "applicant": values.get("applicant"), "assisting": values.get("assisting")}
    if mail is not None:
        return import_from_mail(mail, kind, returned, contact=values, by=request.person, **names)
    channel = Channel.EXCEL if _is_for_others(request, kind, mail) else Channel.SCREEN
    return import_request(kind, returned, channel=channel, contact=values, by=request.person, **names)


def _imported(request: SignedInRequest, case: Case, returned: Returned, document: Document) -> HttpResponse:
    if document.about is None:
        forget_file(document, by=request.person)
    messages.success(request, _("Excelの依頼書を取り込みました。確かめてから提出してください。"))
    tell_unread(request, returned)
    return redirect("cases:request", case.pk)
