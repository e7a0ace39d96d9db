"""Other bodies in an application: partners and their consent, co-workers, words, files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries, rules
from kakehashi.engines.calls.choices import Consent, Right
from kakehashi.engines.calls.forms.applying_together import ConsentForm, CoWorkerForm, MessageForm, PartnerForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations import partners as operations
from kakehashi.engines.calls.queries.joining import content_of, partners_to_answer
from kakehashi.engines.calls.rules import applying
from kakehashi.engines.calls.views.application_page import page
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.forms import AttachForm
from kakehashi.foundation.documents.operations import store
from kakehashi.foundation.documents.sniffing import RefusedFileError
from kakehashi.foundation.flow.moves import MoveRefusedError


def _application(request: SignedInRequest, pk: int) -> Application:
    return get_object_or_404(queries.whole_application(request.person), pk=pk)


def _shown_again(request: SignedInRequest, found: Application, **forms: Any) -> HttpResponse:
    """The page of the application with the form that was not filled in well."""
    return render(request, "calls/application.html", page(found, request.person) | forms, status=422)


@require_POST
@once
def partner_add(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _application(request, pk)
    if not applying.may_choose_partners(request.person, found):
        raise NotPermittedError
    form = PartnerForm(found, request.POST)
    if not form.is_valid():
        return _shown_again(request, found, partner_form=form)
    operations.add_partner(found, form.cleaned_data["organisation"], part=form.cleaned_data["part"], by=request.person)
    messages.success(request, _("団体を加えました。同意を求めるお知らせを送りました。"))
    return redirect("calls:application", pk)


@require_POST
@once
def partner_remove(request: SignedInRequest, pk: int, partner_pk: int) -> HttpResponse:
    partner = get_object_or_404(_application(request, pk).partners.select_related("application"), pk=partner_pk)
    operations.remove_partner(partner, by=request.person)
    messages.success(request, _("団体を外しました。"))
    return redirect("calls:application", pk)


@require_POST
@once
def alone(request: SignedInRequest, pk: int) -> HttpResponse:
    """Nobody is left who takes part: go on as a single applicant."""
    found = _application(request, pk)
    try:
        operations.go_alone(found, by=request.person)
    except MoveRefusedError as refused:
        found = _application(request, pk)
        context = page(found, request.person, refused=str(refused))
        return render(request, "calls/application.html", context, status=409)
    messages.success(request, _("単独の申請にしました。差し戻された項目を直して提出してください。"))
    return redirect("calls:application", pk)


@require_POST
@once
def partner_ask(request: SignedInRequest, pk: int, partner_pk: int) -> HttpResponse:
    """Ask once more for the consent of a body."""
    partner = get_object_or_404(_application(request, pk).partners.select_related("organisation"), pk=partner_pk)
    operations.ask_consent_again(partner, by=request.person)
    messages.success(request, _("もう一度同意を求めました。"))
    return redirect("calls:application", pk)


@once
def consent(request: SignedInRequest, pk: int, partner_pk: int) -> HttpResponse:
    """Another body reads what it would take part in, and agrees or not."""
    partner = get_object_or_404(partners_to_answer(request.person), pk=partner_pk, application__pk=pk)
    shown, problem = content_of(partner), ""
    form = ConsentForm(shown.digest, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        answer, seen = Consent(values["consent"]), values["seen"]
        try:
            operations.answer_consent(partner, answer, note=values["note"], seen=seen, by=request.person)
        except operations.OutdatedConsentError:
            problem, shown = (
                _("読んでいる間に申請書が変わりました。もう一度読んで、答えてください。"),
                content_of(partner),
            )
            form = ConsentForm(shown.digest)
        else:
            messages.success(request, _("答えを申請団体に伝えました。"))
            return redirect("calls:consent", pk, partner_pk)
    context = {"partner": partner, "application": partner.application, "form": form, "problem": problem}
    context |= {"shown": shown, "may_answer": rules.may_answer_for(request.person, partner)}
    return render(request, "calls/consent.html", context, status=409 if problem else 422 if form.errors else 200)


@require_POST
@once
def coworker_add(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _application(request, pk)
    if not rules.may_invite(request.person, found):
        raise NotPermittedError
    form = CoWorkerForm(request.POST)
    if not form.is_valid():
        return _shown_again(request, found, coworker_form=form)
    right = Right(form.cleaned_data["right"])
    operations.add_coworker(found, form.cleaned_data["person"], right=right, by=request.person)
    messages.success(request, _("共同で作業する人を加えました。"))
    return redirect("calls:application", pk)


@require_POST
@once
def coworker_remove(request: SignedInRequest, pk: int, coworker_pk: int) -> HttpResponse:
    coworker = get_object_or_404(_application(request, pk).coworkers.select_related("application"), pk=coworker_pk)
    operations.remove_coworker(coworker, by=request.person)
    messages.success(request, _("共同で作業する人を外しました。"))
    return redirect("calls:application", pk)


@require_POST
@once
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _application(request, pk)
    if not rules.may_write_to(request.person, found):
        raise NotPermittedError
    form = MessageForm(request.POST, may_be_internal=rules.is_desk(request.person, found))
    if not form.is_valid():
        return _shown_again(request, found, message_form=form)
    values = form.cleaned_data
    is_internal = values.get("is_internal", False)
    operations.write_message(found, values["body"], is_internal=is_internal, by=request.person)
    messages.success(request, _("連絡を書き込みました。"))
    return redirect("calls:application", pk)


@require_POST
@once
def attach(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file beside the papers: what was asked for in a message, say."""
    found = _application(request, pk)
    if not rules.may_write_to(request.person, found):
        raise NotPermittedError
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            store(form.cleaned_data["file"], about=found.ref, by=request.person, permit=True)
        except RefusedFileError as refused:
            form.add_error("file", refused)
        else:
            messages.success(request, _("ファイルを添付しました。"))
            return redirect("calls:application", pk)
    return _shown_again(request, found, attach_form=form)
