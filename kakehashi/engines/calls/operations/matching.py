"""Two-sided matching: candidates entered and shown to hosts; both sides say whom they want; pairs are confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import CandidatesAnswer, ProposalState
from kakehashi.engines.calls.models import Application, Call, Candidate, Proposal
from kakehashi.engines.calls.notices import routes as notices
from kakehashi.engines.calls.operations.moving import adopt
from kakehashi.engines.calls.queries.suggesting import has_place
from kakehashi.engines.calls.rules.routes import (
    MATCHING,
    may_answer_proposals,
    may_edit_candidate,
    may_enter_candidates,
    may_propose,
)
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError, act
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

OPEN = [ProposalState.PROPOSED, ProposalState.WANTED]


class ProposalRefusedError(Exception):
    """It cannot be done now; the message is the sentence to show."""


@dataclass(frozen=True)
class HostsAnswer:
    """What a host says to one proposal. `order`: 1 is the most wanted."""

    state: ProposalState
    order: int | None = None
    note: str = ""


@dataclass(frozen=True)
class CandidatesWish:
    """What a candidate says to one host. `order`: 1 is the most wanted."""

    answer: CandidatesAnswer
    order: int | None = None
    note: str = ""


# --- Candidates -------------------------------------------------------------------------------------------------------
def enter_candidate(call: Call, values: Mapping[str, Any], *, by: Person) -> Candidate:
    with act("calls.enter_candidate", None, by=by, permit=may_enter_candidates(by, call)) as record:
        candidate = Candidate(call=call, made_by=by, **values)
        if not may_edit_candidate(by, candidate):
            raise NotPermittedError
        candidate.save()
        record.thing = candidate
    return candidate


def change_candidate(candidate: Candidate, values: Mapping[str, Any], *, base_revision: int, by: Person) -> Candidate:
    """Raises ``StaleError``."""
    with act("calls.change_candidate", candidate, by=by, permit=may_edit_candidate):
        _hold(candidate)
        if candidate.revision != base_revision:
            raise StaleError(candidate)
        for name, value in values.items():
            setattr(candidate, name, value)
        if not may_edit_candidate(by, candidate):
            raise NotPermittedError
        candidate.revision += 1
        candidate.save()
    return candidate


def _hold(candidate: Candidate) -> None:
    candidate.refresh_from_db(from_queryset=Candidate.objects.select_for_update(no_key=True))


# --- Proposals --------------------------------------------------------------------------------------------------------
def propose(candidate: Candidate, application: Application, *, by: Actor) -> Proposal:
    """Show a host somebody; what was withdrawn once can be proposed again. Raises ``ProposalRefusedError``."""
    with act("calls.propose", None, by=by, permit=may_propose(by, application)) as record:
        _hold_application(application)
        _hold(candidate)
        if refusal := _why_not_proposed(candidate, application):
            raise ProposalRefusedError(refusal)
        fresh = {
            "state": ProposalState.PROPOSED, "order": None, "note": "", "answered_at": None,
            "candidates_answer": CandidatesAnswer.ASKED, "candidates_order": None, "candidates_note": "",
        }  # fmt: skip
        proposal, _made = Proposal.objects.update_or_create(
            application=application, candidate=candidate, defaults=fresh
        )
        record.thing = proposal
        notices.to_host(proposal, "calls.proposed", by)
        notices.to_office(proposal, by)
    return proposal


def _why_not_proposed(candidate: Candidate, application: Application) -> str:
    if candidate.call_id != application.call_id or application.step not in MATCHING:
        return _("この団体には今は紹介できません。")
    if candidate.is_withdrawn:
        return _("この候補者は辞退しています。")
    if candidate.proposals.filter(state=ProposalState.CONFIRMED).exists():
        return _("この候補者の受入れはもう決まっています。")
    if application.proposals.filter(candidate=candidate).exclude(state=ProposalState.WITHDRAWN).exists():
        return _("この候補者はもう紹介しています。")
    return ""


def answer_proposals(application: Application, answers: Mapping[int, HostsAnswer], *, by: Actor) -> Application:
    """What the host says, by the id of each proposal; until one is confirmed it may say something else."""
    with act("calls.answer_proposals", application, by=by, permit=may_answer_proposals) as record:
        _hold_application(application)
        if not may_answer_proposals(by, application):
            raise ProposalRefusedError(_("この申請では、今は答えられません。"))
        found = list(application.proposals.filter(pk__in=answers, state__in=[*OPEN, ProposalState.DECLINED]))
        for proposal in found:
            answer = answers[proposal.pk]
            proposal.state, proposal.order, proposal.note = answer.state, answer.order, answer.note
            proposal.answered_at = clock.now()
            proposal.save()
        record.extra = {"proposals": {str(one.pk): [one.state, one.order, one.note] for one in found}}
        if found:
            notices.to_desk(found[0], by)
    return application


def answer_for_candidate(candidate: Candidate, wishes: Mapping[int, CandidatesWish], *, by: Person) -> Candidate:
    """What a candidate says to the hosts, by the id of each proposal: typed in by the office of the country, or the
    section. Until one is confirmed it may become something else."""
    with act("calls.answer_for_candidate", candidate, by=by, permit=may_edit_candidate) as record:
        _hold(candidate)
        found = list(candidate.proposals.filter(pk__in=wishes, state__in=[*OPEN, ProposalState.DECLINED]))
        for proposal in found:
            wish = wishes[proposal.pk]
            proposal.candidates_answer = wish.answer
            proposal.candidates_order, proposal.candidates_note = wish.order, wish.note
            proposal.save()
        record.extra = {"proposals": {str(one.pk): [one.candidates_answer, one.candidates_order] for one in found}}
    return candidate


def withdraw_proposal(proposal: Proposal, *, by: Actor) -> Proposal:
    """Take a proposal back; a confirmed one only after the decision was taken back."""
    application = proposal.application
    with act("calls.withdraw_proposal", proposal, by=by, permit=may_propose(by, application)):
        _hold_application(application)
        proposal.refresh_from_db()
        if proposal.state == ProposalState.CONFIRMED and application.step == "adopted":
            raise ProposalRefusedError(_("先に申請のページで決定を取り消してください。"))
        proposal.state = ProposalState.WITHDRAWN
        proposal.save()
        notices.to_host(proposal, "calls.proposal_withdrawn", by)
    return proposal


def confirm_proposal(proposal: Proposal, *, by: Person) -> Proposal:
    """Both want each other: the other hosts' proposals end, and the application is adopted.

    Raises ``ProposalRefusedError``, and ``MoveRefusedError`` where the application cannot be adopted.
    """
    application = proposal.application
    with act("calls.confirm_proposal", proposal, by=by, permit=may_propose(by, application)):
        _hold_application(application)
        _hold(proposal.candidate)
        proposal.refresh_from_db()
        if refusal := _why_not_confirmed(proposal, application):
            raise ProposalRefusedError(refusal)
        proposal.state = ProposalState.CONFIRMED
        proposal.save()
        others = proposal.candidate.proposals.filter(state__in=OPEN).select_related("application__call__scheme")
        for other in others:
            other.state = ProposalState.WITHDRAWN
            other.save()
            notices.to_host(other, "calls.proposal_withdrawn", by, _("ほかの団体での受入れが決まりました。"))
        if application.step != "adopted":
            adopt(application, by=by)
    return proposal


def _why_not_confirmed(proposal: Proposal, application: Application) -> str:
    if proposal.state != ProposalState.WANTED or application.step not in MATCHING:
        return _("受入れを希望した団体にだけ決められます。")
    if proposal.candidate.is_withdrawn:
        return _("この候補者は辞退しています。")
    if proposal.candidate.proposals.filter(state=ProposalState.CONFIRMED).exists():
        return _("この候補者の受入れはもう決まっています。")
    if not proposal.is_mutual:
        return _("候補者がこの団体に行きたいと答えてから決められます。")
    if not has_place(application):
        return _("この団体は、受け入れたい人数の分だけもう決まっています。")
    return ""


def _hold_application(application: Application) -> None:
    application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
