"""The one-time link of an approval: for somebody without an account, on any device, without scripts.

Opening it decides nothing. Whatever is wrong with a link (never was, used, too late, taken back), the answer is the
same page with the same status, so that it tells nothing. Wrong ones are counted by address; a good one always works,
for a whole municipality often has one address.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit  # the public one never counts what is only read
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kakehashi.engines.cases import rules
from kakehashi.engines.cases.models import Approval
from kakehashi.engines.cases.operations.approvals import BY_LINK, ApprovalOverError, decide
from kakehashi.engines.cases.queries.approvals import approval_by, shown_answer, shown_files
from kakehashi.foundation.access.requests import VisitorRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.documents.letters import count_pages, page_image, pdf_file
from kakehashi.foundation.documents.views import as_attachment
from kakehashi.foundation.flow.forms import DecisionForm
from kakehashi.foundation.ui.items import File

WRONG_LINKS = "cases_approve"  # the name under which the settings say how many wrong links one address may try
DECIDED = "cases_decided"  # in the session: what this browser decided, and may read again

View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """Give the view the approval behind the token, as long as it may be decided or was decided in this browser."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: VisitorRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        approval = approval_by(token)
        if approval is None and not ratelimit.consume(
            request, app="allauth.account", action=WRONG_LINKS, limit_get=True
        ):
            return _gone(request, 429)
        if approval is None or not (rules.may_decide(BY_LINK, approval) or _decided_here(request, approval)):
            return _gone(request, 404)
        return view(request, approval, token=token, **kwargs)

    return opened


def _decided_here(request: VisitorRequest, approval: Approval) -> bool:
    return approval.pk in request.session.get(DECIDED, [])


def _gone(request: VisitorRequest, status: int) -> HttpResponse:
    return render(request, "cases/approve_gone.html", {"is_too_often": status == 429}, status=status)


@by_link
@once
def approve(request: VisitorRequest, approval: Approval, token: str) -> HttpResponse:
    """What is asked, and the two buttons; afterwards the record."""
    is_open = rules.may_decide(BY_LINK, approval)
    if request.method != "POST" or not is_open:
        status = 200 if request.method != "POST" else 409
        return render(request, "cases/approve.html", _page(approval, token, DecisionForm(), is_open), status=status)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/approve.html", _page(approval, token, form, is_open), status=422)
    try:
        decide(approval, is_approved=form.is_approved, comment=form.cleaned_data["comment"], by=BY_LINK)
    except ApprovalOverError:
        return _gone(request, 404)
    request.session[DECIDED] = [*request.session.get(DECIDED, []), approval.pk]
    return redirect("cases:approve", token)


def _page(approval: Approval, token: str, form: DecisionForm, is_open: bool) -> dict[str, Any]:
    letter = approval.shown.get("letter")
    return {
        "approval": approval,
        "side": approval.case.office if approval.is_of_council else approval.case.applicant,
        "form": form,
        "may_decide": is_open,
        "answer": shown_answer(approval),
        "images": [reverse("cases:approve_image", args=[token, n]) for n in (count_pages(letter) if letter else [])],
        "pdf_url": reverse("cases:approve_pdf", args=[token]) if letter else "",
        "files": [
            File(document.name, reverse("cases:approve_file", args=[token, document.pk]), document.size)
            for document in shown_files(approval)
        ],
    }


@by_link
def image(_request: VisitorRequest, approval: Approval, token: str, number: int) -> HttpResponse:
    return page_image(_letter_of(approval), number)


@by_link
def letter_pdf(_request: VisitorRequest, approval: Approval, token: str) -> HttpResponse:
    return pdf_file(_letter_of(approval), "approval")


@by_link
def file(_request: VisitorRequest, approval: Approval, token: str, document_pk: int) -> HttpResponseBase:
    return as_attachment(get_object_or_404(shown_files(approval), pk=document_pk))


def _letter_of(approval: Approval) -> dict[str, Any]:
    letter: dict[str, Any] | None = approval.shown.get("letter")
    if letter is None:
        raise Http404
    return letter
