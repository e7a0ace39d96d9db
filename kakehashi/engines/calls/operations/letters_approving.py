"""The approval of decision letters by a second person of the section: asked for, answered, taken back."""

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import LetterKind
from kakehashi.engines.calls.models import Call, LetterApproval
from kakehashi.engines.calls.notices import letters as notices
from kakehashi.engines.calls.queries.letters_approving import (
    approved_of,
    may_answer,
    needs_approval,
    stamps_of,
    waiting_approval,
)
from kakehashi.engines.calls.queries.letters_due import awaiting
from kakehashi.engines.calls.rules import may_run
from kakehashi.foundation.audit.gate import NotPermittedError, act
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.organisations.models import Person


class ApprovalOverError(Exception):
    """There is nothing to ask for, or it was answered or taken back in between; the message says which."""


def ask_letter_approval(call: Call, kind: LetterKind, *, by: Person) -> LetterApproval:
    """Ask for all letters of this kind that are due and not approved. Raises ``ApprovalOverError``."""
    with act("calls.ask_letter_approval", None, by=by, permit=may_run(by, call)) as record:
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        due = awaiting(call, kind)
        approved = {one.pk for one in approved_of(call, kind, due)}
        shown = stamps_of(call, kind, [one for one in due if one.pk not in approved])
        if not shown or not needs_approval(call, kind) or waiting_approval(call, kind) is not None:
            raise ApprovalOverError(_("承認を求める通知書がないか、もう承認を待っています。"))
        approval = LetterApproval.objects.create(call=call, kind=kind, shown=shown, asked_by=by)
        record.thing, record.extra = approval, {"shown": shown}
        notices.approval_wanted(approval, by)
    return approval


def answer_letter_approval(approval: LetterApproval, *, is_approved: bool, comment: str, by: Person) -> LetterApproval:
    """The one answer there is; never of whoever decided or asked. Raises ``ApprovalOverError``."""
    with act("calls.answer_letter_approval", approval, by=by, permit=may_run(by, approval.call)):
        _hold(approval)
        if not may_answer(by, approval):
            raise NotPermittedError(_("決定した人と、承認を求めた人は、承認できません。"))
        approval.conclude(ApprovalState.APPROVED if is_approved else ApprovalState.REFUSED, comment)
        approval.decided_by = by
        approval.save()
        notices.approval_answered(approval, by)
    return approval


def take_back_letter_approval(approval: LetterApproval, *, by: Person) -> LetterApproval:
    """It is not asked for any more. Raises ``ApprovalOverError``."""
    with act("calls.take_back_letter_approval", approval, by=by, permit=may_run(by, approval.call)):
        _hold(approval)
        approval.conclude(ApprovalState.TAKEN_BACK)
        approval.save()
    return approval


def _hold(approval: LetterApproval) -> None:
    call = approval.call
    approval.refresh_from_db(from_queryset=LetterApproval.objects.select_for_update(no_key=True))
    approval.call = call
    if not approval.is_waiting:
        state = {"state": approval.get_state_display()}
        raise ApprovalOverError(_("この承認の依頼は、もう「%(state)s」になっています。") % state)
