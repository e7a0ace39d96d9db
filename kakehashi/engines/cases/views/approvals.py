"""Approvals for people with an account: asking, reminding, taking back, deciding."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.forms.approvals import AskApprovalForm
from kakehashi.engines.cases.models import Approval
from kakehashi.engines.cases.operations.approvals import (
    ApprovalOverError,
    ask_approval,
    decide,
    remind,
    take_back,
)
from kakehashi.engines.cases.queries.approvals import approval_for, shown_answer, shown_files
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.letters import count_pages, page_image, pdf_file
from kakehashi.foundation.flow.forms import DecisionForm
from kakehashi.foundation.ui.items import File


def _approval(request: SignedInRequest, pk: int, approval_pk: int) -> Approval:
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    approval = approval_for(case, request.person, approval_pk)
    if approval is None:
        raise Http404
    return approval


@once
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(queries.visible_cases(request.person), pk=pk)
    side = rules.side_of(request.person, case)
    if side is None or not rules.may_ask_approval(request.person, case):
        raise NotPermittedError
    letter = request.GET.get("letter", "")
    initial = {"letter": letter if letter.isascii() and letter.isdigit() else None}
    form = AskApprovalForm(case, side, request.person, request.POST or None, initial=initial)
    if form.is_valid():
        approval = ask_approval(case, form.cleaned_data, by=request.person)
        messages.success(request, _("%(approver)s に承認を頼みました。") % {"approver": approval.approver_words})
        return redirect("cases:approval", pk, approval.pk)
    return render(request, "cases/approval_new.html", {"case": case, "form": form})


def approval(request: SignedInRequest, pk: int, approval_pk: int) -> HttpResponse:
    return render(request, "cases/approval.html", _page(request, _approval(request, pk, approval_pk), DecisionForm()))


def _page(request: SignedInRequest, found: Approval, form: DecisionForm) -> dict[str, Any]:
    letter = found.shown.get("letter")
    arguments = [found.case_id, found.pk]
    return {
        "case": found.case,
        "approval": found,
        "form": form,
        "may_decide": rules.may_decide(request.person, found),
        "may_manage": rules.may_manage_approval(request.person, found),
        "answer": shown_answer(found),
        "images": [
            reverse("cases:approval_image", args=[*arguments, n]) for n in (count_pages(letter) if letter else [])
        ],
        "pdf_url": reverse("cases:approval_pdf", args=arguments) if letter else "",
        "files": [
            File(document.name, reverse("documents:download", args=[document.pk]), document.size)
            for document in shown_files(found)
        ],
    }


@require_POST
@once
def decision(request: SignedInRequest, pk: int, approval_pk: int) -> HttpResponse:
    found = _approval(request, pk, approval_pk)
    form = DecisionForm(request.POST)
    if not found.is_waiting:
        return render(request, "cases/approval.html", _page(request, found, DecisionForm()), status=409)
    if not rules.may_decide(request.person, found):
        raise NotPermittedError
    if not form.is_valid():
        return render(request, "cases/approval.html", _page(request, found, form), status=422)
    try:
        decide(found, is_approved=form.is_approved, comment=form.cleaned_data["comment"], by=request.person)
    except ApprovalOverError as over:
        return render(request, "cases/approval.html", _page(request, over.approval, DecisionForm()), status=409)
    messages.success(request, _("回答を記録しました。"))
    return redirect("cases:approval", pk, approval_pk)


@require_POST
@once
def reminder(request: SignedInRequest, pk: int, approval_pk: int) -> HttpResponse:
    found = _approval(request, pk, approval_pk)
    try:
        remind(found, by=request.person)
    except ApprovalOverError as over:
        return render(request, "cases/approval.html", _page(request, over.approval, DecisionForm()), status=409)
    messages.success(request, _("もう一度、承認を頼みました。"))
    return redirect("cases:approval", pk, approval_pk)


@require_POST
@once
def taking_back(request: SignedInRequest, pk: int, approval_pk: int) -> HttpResponse:
    found = _approval(request, pk, approval_pk)
    try:
        take_back(found, by=request.person)
    except ApprovalOverError as over:
        return render(request, "cases/approval.html", _page(request, over.approval, DecisionForm()), status=409)
    messages.success(request, _("承認の依頼を取り下げました。"))
    return redirect("cases:case", pk)


def image(request: SignedInRequest, pk: int, approval_pk: int, number: int) -> HttpResponse:
    return page_image(_letter_of(_approval(request, pk, approval_pk)), number)


def letter_pdf(request: SignedInRequest, pk: int, approval_pk: int) -> HttpResponse:
    return pdf_file(_letter_of(_approval(request, pk, approval_pk)), f"approval-{approval_pk}")


def _letter_of(found: Approval) -> dict[str, Any]:
    """The letter as it was shown to the approver."""
    if "letter" not in found.shown:
        raise Http404
    letter: dict[str, Any] = found.shown["letter"]
    return letter
