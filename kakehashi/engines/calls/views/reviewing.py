"""The reviewers of a call, for the section that runs it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries, rules
from kakehashi.engines.calls.forms.reviewing import AddReviewerForm, AssignForm, RemarkForm
from kakehashi.engines.calls.operations.reviewing import (
    add_reviewer,
    assign,
    assign_automatically,
    remove_reviewer,
    unassign,
)
from kakehashi.engines.calls.operations.reviewing_scores import add_remark
from kakehashi.engines.calls.queries.reviewing import conflicts_of, lacking_of, reviewers_of, run_calls
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once


@once
def reviewers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who reviews this call, how far they are, and what they may not see; somebody is taken on here."""
    call = get_object_or_404(run_calls(request.person), pk=pk)
    form = AddReviewerForm(call, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_reviewer(call, form.cleaned_data["person"], most=form.cleaned_data["most"], by=request.person)
        except ValidationError as refusal:
            form.add_error("person", refusal)
        else:
            messages.success(
                request, _("%(person)sさんを審査員に加えました。") % {"person": form.cleaned_data["person"]}
            )
            return redirect("calls:reviewers", pk)
    context = {"call": call, "form": form, "reviewers": reviewers_of(call)}
    context |= {"conflicts": conflicts_of(call, request.person), "lacking": lacking_of(call, request.person)}
    context["ways"] = ways_of_call(call, request.person)
    return render(request, "calls/reviewers.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def remove(request: SignedInRequest, pk: int, reviewer_pk: int) -> HttpResponse:
    call = get_object_or_404(run_calls(request.person), pk=pk)
    reviewer = get_object_or_404(call.reviewers.select_related("call__scheme"), pk=reviewer_pk)
    try:
        remove_reviewer(reviewer, by=request.person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("審査員から外しました。"))
    return redirect("calls:reviewers", pk)


@require_POST
@once
def assign_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the applications of the call to its reviewers, fairly."""
    call = get_object_or_404(run_calls(request.person), pk=pk)
    lacking = assign_automatically(call, by=request.person)
    if lacking:
        messages.warning(request, _("%(count)d件の申請は、審査員が足りません。") % {"count": len(lacking)})
    else:
        messages.success(request, _("申請を審査員に割り当てました。"))
    return redirect("calls:reviewers", pk)


@once
def by_hand(request: SignedInRequest, pk: int) -> HttpResponse:
    """The reviewers of one application."""
    found = get_object_or_404(queries.visible_applications(request.person), pk=pk)
    if not (rules.may_run(request.person, found.call) and rules.is_desk(request.person, found)):
        raise NotPermittedError
    given = {one.reviewer_id: one for one in found.assignments.select_related("reviewer__call__scheme")}
    free = reviewers_of(found.call).exclude(conflicts__application=found)
    form = AssignForm(free, request.POST if request.method == "POST" else None, initial={"reviewers": list(given)})
    if form.is_valid():
        chosen = {one.pk: one for one in form.cleaned_data["reviewers"]}
        try:
            for reviewer in [one for key, one in chosen.items() if key not in given]:
                assign(found, reviewer, by=request.person)
            for gone in [one for key, one in given.items() if key not in chosen and not one.is_abstained]:
                unassign(gone, by=request.person)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, _("審査員の割当てを保存しました。"))
        return redirect("calls:by_hand", pk)
    context = {"application": found, "call": found.call, "form": form, "given": given.values()}
    context |= {"ways": ways_of_call(found.call, request.person)}
    context |= {"barred": found.conflicts.select_related("reviewer__person")}
    return render(request, "calls/by_hand.html", context)


@require_POST
@once
def remark(request: SignedInRequest, pk: int) -> HttpResponse:
    """The section's word in the discussion of an application."""
    found = get_object_or_404(queries.visible_applications(request.person), pk=pk)
    form = RemarkForm(request.POST)
    if not rules.is_desk(request.person, found):
        raise NotPermittedError
    if form.is_valid():
        add_remark(found, form.cleaned_data["body"], by=request.person)
        messages.success(request, _("審査会の意見を書きました。"))
    else:
        messages.error(request, _("意見を2,000文字までで入力してください。"))
    return redirect("calls:application", pk)
