"""Four eyes before decision letters go out: asking, answering, taking back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls.choices import LetterKind
from kakehashi.engines.calls.models import LetterApproval
from kakehashi.engines.calls.operations.letters_approving import (
    ApprovalOverError,
    answer_letter_approval,
    ask_letter_approval,
    take_back_letter_approval,
)
from kakehashi.engines.calls.queries.letters_approving import waiting_approval
from kakehashi.engines.calls.rules import may_run
from kakehashi.engines.calls.views.letters import call_with_letters
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.forms import DecisionForm


@require_POST
@once
def ask(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    call = call_with_letters(request, pk)
    if kind not in LetterKind.values:
        raise Http404
    try:
        ask_letter_approval(call, LetterKind(kind), by=request.person)
    except ApprovalOverError as over:
        messages.error(request, str(over))
    else:
        messages.success(request, _("担当課のほかの人に承認を求めました。"))
    return redirect("calls:letters", pk)


@require_POST
@once
def answer(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    waiting, form = _waiting(request, pk, kind), DecisionForm(request.POST)
    if waiting is None:
        messages.error(request, _("この承認の依頼は、もう終わっています。"))
    elif not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        values = {"is_approved": form.is_approved, "comment": form.cleaned_data["comment"]}
        try:
            answer_letter_approval(waiting, by=request.person, **values)
        except ApprovalOverError as over:
            messages.error(request, str(over))
        else:
            messages.success(request, _("回答を記録しました。"))
    return redirect("calls:letters", pk)


@require_POST
@once
def take_back(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    waiting = _waiting(request, pk, kind)
    if waiting is None:
        messages.error(request, _("この承認の依頼は、もう終わっています。"))
        return redirect("calls:letters", pk)
    try:
        take_back_letter_approval(waiting, by=request.person)
    except ApprovalOverError as over:
        messages.error(request, str(over))
    else:
        messages.success(request, _("承認の依頼を取り下げました。"))
    return redirect("calls:letters", pk)


def _waiting(request: SignedInRequest, pk: int, kind: str) -> LetterApproval | None:
    """The one that was looked at (`approval`), as long as it waits."""
    call = call_with_letters(request, pk)
    if kind not in LetterKind.values:
        raise Http404
    if not may_run(request.person, call):
        raise NotPermittedError
    found = waiting_approval(call, kind)
    return found if found is not None and request.POST.get("approval") == str(found.pk) else None
