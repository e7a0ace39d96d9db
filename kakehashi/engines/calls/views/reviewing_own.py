"""What a reviewer sees: what was given to them, one application at a time, and their interests."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls.forms.reviewing import AbstainForm, DeclareForm, RemarkForm, ScoresForm
from kakehashi.engines.calls.models import Assignment
from kakehashi.engines.calls.operations.reviewing_conflicts import declare_conflicts
from kakehashi.engines.calls.operations.reviewing_scores import (
    abstain,
    add_remark,
    may_discuss,
    save_review,
    why_closed,
)
from kakehashi.engines.calls.queries.reviewing import next_review, own_reviewer, own_reviews, progress_of
from kakehashi.engines.calls.queries.reviewing_blind import Blackener, shown_for_review, title_for_review
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError


def reviews(request: SignedInRequest) -> HttpResponse:
    """Everything given to this person, call by call."""
    return render(request, "calls/reviews.html", {"calls": progress_of(request.person)})


@once
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read one application and judge it."""
    found = get_object_or_404(own_reviews(request.person), pk=pk)
    form = ScoresForm(list(found.application.call.criteria.all()), found, request.POST or None)
    context: dict[str, Any] = {"status": 422} if form.is_bound else {"status": 200}
    if form.is_valid():
        context = _save(request, found, form)
        if "next" in context:
            return redirect(*context["next"])
    context |= _page(request, found) | {"form": form}
    return render(request, "calls/review.html", context, status=context["status"])


def _save(request: SignedInRequest, review: Assignment, form: ScoresForm) -> dict[str, Any]:
    """Keep it; after handing in, on to the next."""
    sent, hands_in = request.POST.get("_revision", ""), "hand_in" in request.POST
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    comment = form.cleaned_data["comment"]
    try:
        save_review(review, form.given(), comment=comment, base_revision=revision, by=request.person, hand_in=hands_in)
    except ValidationError as refusal:
        return {"problem": refusal.messages[0], "status": 422}
    except MoveRefusedError as refused:
        return {"problem": str(refused), "status": 409}
    except StaleError:
        words = _("別の画面で先に保存されています。新しい内容を確かめてから、もう一度入力してください。")
        return {"problem": words, "status": 409}
    if not hands_in:
        messages.success(request, _("採点を途中まで保存しました。"))
        return {"next": ("calls:review", review.pk)}
    messages.success(request, _("採点を提出しました。"))
    following = next_review(request.person, review)
    return {"next": ("calls:review", following.pk) if following else ("calls:reviews",)}


def _page(request: SignedInRequest, review: Assignment) -> dict[str, Any]:
    application = review.application
    blacken = Blackener(application) if application.call.is_blind else None
    remarks = list(application.remarks.select_related("author")) if may_discuss(request.person, application) else []
    return {
        "review": review,
        "application": application,
        "call": application.call,
        "title": title_for_review(application),
        "sections": shown_for_review(application),
        "closed": why_closed(review),
        "abstain_form": AbstainForm(auto_id="abstain-%s"),
        "following": next_review(request.person, review),
        "discusses": may_discuss(request.person, application),
        "remarks": [(one, blacken.text(one.body) if blacken else one.body) for one in remarks],
        "remark_form": RemarkForm(auto_id="remark-%s"),
    }


@require_POST
@once
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """The reviewer does not judge this one."""
    found = get_object_or_404(own_reviews(request.person), pk=pk)
    form = AbstainForm(request.POST)
    try:
        if form.is_valid():
            abstain(found, why=form.cleaned_data["why"], by=request.person)
            messages.success(request, _("この申請の審査を辞退しました。"))
            return redirect("calls:reviews")
        messages.error(request, _("辞退する理由を300文字までで入力してください。"))
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    return redirect("calls:review", pk)


@require_POST
@once
def discuss(request: SignedInRequest, pk: int) -> HttpResponse:
    """A reviewer's word at the board."""
    found = get_object_or_404(own_reviews(request.person), pk=pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        add_remark(found.application, form.cleaned_data["body"], by=request.person)
        messages.success(request, _("審査会の意見を書きました。"))
    else:
        messages.error(request, _("意見を2,000文字までで入力してください。"))
    return redirect("calls:review", pk)


@once
def interests(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say in which bodies one has an interest; bodies are listed by name only, not what they ask for."""
    reviewer = get_object_or_404(own_reviewer(request.person), call__pk=pk)
    form = DeclareForm(reviewer.call, request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        declare_conflicts(reviewer, list(data["bodies"]), why=data["why"].strip(), by=request.person)
        messages.success(request, _("利害関係の申告を受け付けました。"))
        return redirect("calls:reviews")
    context = {"reviewer": reviewer, "call": reviewer.call, "form": form}
    return render(request, "calls/interests.html", context, status=422 if form.is_bound else 200)
