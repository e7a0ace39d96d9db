"""Mails that could not be placed by themselves: read, placed, made into a case, or put away."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases.choices import MailState
from kakehashi.engines.cases.forms.mails import FromMailForm, IgnoreForm, KindForm, PlaceForm
from kakehashi.engines.cases.models import ArrivedMail
from kakehashi.engines.cases.operations.mails import SettledMeanwhileError, begin_from_mail, ignore_mail, place_mail
from kakehashi.engines.cases.operations.requests import NoFormError
from kakehashi.engines.cases.queries import mails as queries
from kakehashi.engines.cases.queries.parties import enterable_kinds
from kakehashi.engines.cases.rules import may_settle_mail
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.ui.items import File, Link

PAGE = 50
ORDER = (MailState.WAITING, MailState.PLACED, MailState.IGNORED)


def index(request: SignedInRequest) -> HttpResponse:
    held = standing(request.person)
    if not held.may(Permission.HANDLE_CASES) and not held.may(Permission.OVERSEE_CASES):
        raise NotPermittedError
    wanted = request.GET.get("state", "")
    state = MailState(wanted) if wanted in MailState.values else MailState.WAITING
    counts = queries.mail_counts(request.person)
    address = reverse("cases:mails")
    tabs = [Link(str(one.label), f"{address}?state={one}", one == state, counts[one]) for one in ORDER]
    page = Paginator(queries.arrived_mails(request.person, state), PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/mails.html", {"page": page, "tabs": tabs, "state": state.value})


def mail(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.arrived_mails(request.person), pk=pk)
    return _page(request, found)


def _page(request: SignedInRequest, mail: ArrivedMail, status: int = 200, **forms: Any) -> HttpResponse:
    waits = mail.state == MailState.WAITING and may_settle_mail(request.person, mail)
    number = mail.case.number if mail.case else ""
    context = {
        "mail": mail,
        "waits": waits,
        "files": [_file(document) for document in queries.files_of(mail)],
        "place_form": PlaceForm(request.person, initial={"number": number}),
        "kind_form": KindForm(enterable_kinds(request.person)),
        "ignore_form": IgnoreForm(),
    }
    return render(request, "cases/mail.html", context | forms, status=status)


def _file(document: Document) -> File:
    return File(document.name, reverse("documents:download", args=[document.pk]), document.size)


@require_POST
@once
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.arrived_mails(request.person), pk=pk)
    form = PlaceForm(request.person, request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, place_form=form)
    try:
        place_mail(found, form.cleaned_data["number"], by=request.person)
    except SettledMeanwhileError as settled:
        messages.error(request, str(settled))
        return redirect("cases:mail", pk)
    messages.success(request, _("メールを案件に入れました。"))
    return redirect("cases:case", form.cleaned_data["number"].pk)


@require_POST
@once
def ignore(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.arrived_mails(request.person), pk=pk)
    form = IgnoreForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, ignore_form=form)
    try:
        ignore_mail(found, reason=form.cleaned_data["reason"], by=request.person)
    except SettledMeanwhileError as settled:
        messages.error(request, str(settled))
    else:
        messages.success(request, _("このメールは取り込まないことにしました。"))
    return redirect("cases:mails")


@once
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new case out of the mail, of the kind chosen on its page."""
    found = get_object_or_404(queries.arrived_mails(request.person, MailState.WAITING), pk=pk)
    code = request.GET.get("kind", "")
    kind = next((kind for kind in enterable_kinds(request.person) if kind.code == code), None)
    if kind is None:
        raise Http404
    form = FromMailForm(kind, request.person, request.POST or None, initial=FromMailForm.initial_of(found))
    if form.is_valid():
        values = form.cleaned_data
        try:
            case = begin_from_mail(
                found, kind, office=values["office"], applicant=values["applicant"],
                assisting=values.get("assisting"), contact=values, by=request.person,
            )  # fmt: skip
        except (SettledMeanwhileError, NoFormError) as refused:
            messages.error(request, str(refused))
        else:
            return redirect("cases:request", case.pk)
    return render(request, "cases/mail_begin.html", {"mail": found, "kind": kind, "form": form})
