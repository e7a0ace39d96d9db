"""Two-sided matching: the board of a call, its candidates, and what hosts answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.choices import ProposalState
from kakehashi.engines.calls.forms.matching import (
    AnswerForm,
    CandidateForm,
    ProposeForm,
    WishForm,
    answers_of,
    initial_of,
    wishes_of,
)
from kakehashi.engines.calls.models import Application, Call, Proposal
from kakehashi.engines.calls.operations.matching import (
    ProposalRefusedError,
    answer_for_candidate,
    answer_proposals,
    change_candidate,
    confirm_proposal,
    enter_candidate,
    propose,
    withdraw_proposal,
)
from kakehashi.engines.calls.queries.matching import (
    calls_that_match,
    calls_with_candidates,
    countries_for,
    matching_board,
    proposals_of,
    proposals_to,
    sees_board,
    visible_candidates,
    visible_proposals,
)
from kakehashi.engines.calls.queries.suggesting import suggest
from kakehashi.engines.calls.rules import is_matched
from kakehashi.engines.calls.rules.routes import (
    may_answer_proposals,
    may_edit_candidate,
    may_enter_candidates,
    may_match,
    runs_candidates,
)
from kakehashi.engines.calls.views.ways import ways_of_call
from kakehashi.foundation.access.requests import SignedInRequest, sent_revision
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person


def matching_section(application: Application, person: Person) -> dict[str, Any] | None:
    """Who was proposed, and what the host said."""
    if not is_matched(application):
        return None
    open_board = sees_board(person)
    is_told = open_board or application.step != "adopted"
    proposals = [(one, _state(one, is_told=is_told)) for one in proposals_of(application)]
    may_answer = may_answer_proposals(person, application)
    if not proposals and not open_board:
        return None
    return {
        "application": application,
        "proposals": proposals,
        "may_answer": may_answer and bool(proposals),
        "sees_board": open_board,
    }


def _state(proposal: Proposal, *, is_told: bool) -> str:
    """In words; that somebody was confirmed a host reads only once the decision is told."""
    shown = proposal.state if is_told or proposal.state != ProposalState.CONFIRMED else ProposalState.WANTED
    return str(ProposalState(shown).label)


# --- The board --------------------------------------------------------------------------------------------------------
def _call(request: SignedInRequest, pk: int, *, for_desk: bool = False) -> Call:
    """A call that matches, for its section, headquarters and offices abroad."""
    call = get_object_or_404(calls_that_match(request.person), pk=pk)
    may_read = sees_board(request.person) or may_enter_candidates(request.person, call)
    if not (may_match(request.person, call) if for_desk else may_read):
        raise NotPermittedError
    return call


def board(request: SignedInRequest, pk: int) -> HttpResponse:
    """Candidates, whom they were proposed to, and what the hosts said."""
    return render(request, "calls/matching.html", _board(_call(request, pk), request.person))


def _board(call: Call, person: Person, form: ProposeForm | None = None) -> dict[str, Any]:
    found = matching_board(call, person)
    may_see = sees_board(person)
    return {
        "call": call,
        "board": found,
        "suggestion": suggest(found) if may_see else None,
        "form": form or ProposeForm(found),
        "may_match": may_match(person, call),
        "may_enter": may_enter_candidates(person, call),
        "sees_board": may_see,
        "ways": ways_of_call(call, person),
    }


@require_POST
@once
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose a candidate to a host."""
    call = _call(request, pk, for_desk=True)
    form = ProposeForm(matching_board(call, request.person), request.POST)
    if not form.is_valid():
        return render(request, "calls/matching.html", _board(call, request.person, form), status=422)
    values = form.cleaned_data
    try:
        propose(form.candidates[values["candidate"]], form.hosts[values["application"]], by=request.person)
    except ProposalRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("候補者を紹介しました。受入れを希望する団体に知らせました。"))
    return redirect("calls:matching", pk)


def _proposal(request: SignedInRequest, pk: int, proposal_pk: int) -> Proposal:
    call = _call(request, pk, for_desk=True)
    return get_object_or_404(visible_proposals(request.person, call), pk=proposal_pk)


@require_POST
@once
def withdraw(request: SignedInRequest, pk: int, proposal_pk: int) -> HttpResponse:
    proposal = _proposal(request, pk, proposal_pk)
    try:
        withdraw_proposal(proposal, by=request.person)
    except ProposalRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("紹介を取り下げました。"))
    return redirect("calls:matching", pk)


@require_POST
@once
def confirm(request: SignedInRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Match them: the application is adopted."""
    proposal = _proposal(request, pk, proposal_pk)
    try:
        confirm_proposal(proposal, by=request.person)
    except (ProposalRefusedError, MoveRefusedError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("受入れを決めました。通知書を発行すると団体に知らされます。"))
    return redirect("calls:matching", pk)


# --- Candidates -------------------------------------------------------------------------------------------------------
@once
def candidate_new(request: SignedInRequest, pk: int) -> HttpResponse:
    call = get_object_or_404(calls_with_candidates(request.person), pk=pk)
    if not may_enter_candidates(request.person, call):
        raise NotPermittedError
    countries = countries_for(request.person, is_desk=runs_candidates(request.person, call))
    form = CandidateForm(call, countries, request.POST or None)
    if form.is_valid():
        enter_candidate(call, form.cleaned_data, by=request.person)
        messages.success(request, _("候補者を加えました。"))
        return redirect(_list_of(call), pk)
    return render(request, "calls/candidate.html", {"call": call, "form": form, "list_of": _list_of(call)})


def _list_of(call: Call) -> str:
    """The name of the page on which all candidates of the call stand."""
    return "calls:invitees" if call.has_invitees else "calls:matching"


@once
def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Saved in between by somebody else, the page comes back with both."""
    found = get_object_or_404(visible_candidates(request.person), pk=pk)
    if not may_edit_candidate(request.person, found):
        raise NotPermittedError
    countries = countries_for(request.person, is_desk=runs_candidates(request.person, found.call))
    form = CandidateForm(found.call, countries, request.POST or None, initial=initial_of(found))
    context = {"call": found.call, "candidate": found, "form": form, "revision": found.revision}
    context["list_of"] = _list_of(found.call)
    if form.is_valid():
        try:
            change_candidate(found, form.cleaned_data, base_revision=sent_revision(request), by=request.person)
        except StaleError as stale:
            context |= {"stale": stale.now, "revision": stale.now.revision}
            return render(request, "calls/candidate.html", context, status=409)
        messages.success(request, _("候補者を直しました。"))
        return redirect(_list_of(found.call), found.call_id)
    return render(request, "calls/candidate.html", context)


@once
def wishes(request: SignedInRequest, pk: int) -> HttpResponse:
    """To which hosts a candidate would go, in order: typed in by the office of the country, or the section."""
    found = get_object_or_404(visible_candidates(request.person), pk=pk)
    if not may_edit_candidate(request.person, found):
        raise NotPermittedError
    shown = proposals_to(found)
    forms_of = [WishForm(one, request.POST if request.method == "POST" else None) for one in shown]
    if request.method == "POST" and (said := wishes_of(forms_of)) is not None:
        answer_for_candidate(found, said, by=request.person)
        messages.success(request, _("候補者の希望を保存しました。"))
        return redirect("calls:matching", found.call_id)
    status = 422 if any(form.errors for form in forms_of) else 200
    context = {"candidate": found, "call": found.call, "forms": forms_of}
    return render(request, "calls/candidate_wishes.html", context, status=status)


# --- The host ---------------------------------------------------------------------------------------------------------
@once
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom the host wants, in its order, and whom not, with the reason."""
    application = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not may_answer_proposals(request.person, application):
        raise NotPermittedError
    proposals = [one for one in proposals_of(application) if one.state != "confirmed"]
    forms_of = [AnswerForm(one, request.POST if request.method == "POST" else None) for one in proposals]
    if request.method == "POST":
        answers = answers_of(forms_of)
        if answers is not None:
            try:
                answer_proposals(application, answers, by=request.person)
            except ProposalRefusedError as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("候補者への答えを担当課に送りました。"))
            return redirect("calls:application", pk)
    status = 422 if any(form.errors for form in forms_of) else 200
    context = {"application": application, "forms": forms_of}
    return render(request, "calls/proposals.html", context, status=status)
