"""Approvals inside a case: asked for, reminded of, taken back, decided."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kakehashi.engines.cases import notices
from kakehashi.engines.cases.models import Approval, Case
from kakehashi.engines.cases.queries.approvals import key_hash, snapshot
from kakehashi.engines.cases.rules import may_ask_approval, may_decide, may_manage_approval, side_of
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

DAYS = 7  # a reminded approver has at least so long
BY_LINK = Robot("approval link")


class ApprovalOverError(Exception):
    """It was decided or taken back in between; `approval` is as it is now."""

    def __init__(self, approval: Approval) -> None:
        super().__init__()
        self.approval = approval


def ask_approval(case: Case, values: Mapping[str, Any], *, by: Person) -> Approval:
    """Ask `approver`, or whoever has `name` and `email`, to approve `subject` until `expires_on`.

    `values` also: `body`, `letter`, `with_answer`, `documents` (what is to be looked at), `language` of the mail.
    """
    side = side_of(by, case)
    with act("cases.ask_approval", None, by=by, permit=may_ask_approval(by, case)) as record:
        assert side is not None  # noqa: S101  # may_ask_approval says so
        approver, letter = values["approver"], values["letter"]
        language = approver.language if approver else values["language"]
        approval = Approval(
            case=case, side=side, asked_by=by, letter=letter, approver=approver, language=language,
            shown=snapshot(case, letter, values["with_answer"], language),
            **{name: values[name] for name in ("subject", "body", "expires_on")},
        )  # fmt: skip
        if approver is None:
            approval.name, approval.email = values["name"], values["email"]
        token = _new_key(approval)
        approval.save()
        approval.documents.set(values["documents"])
        record.thing = approval
        notices.approval_wanted(approval, _address(approval, token), by)
    return approval


def remind(approval: Approval, *, by: Person) -> Approval:
    """Ask once more; a link is replaced by a new one, and there is time again."""
    with act("cases.remind_approval", approval, by=by, permit=may_manage_approval):
        _hold(approval)
        approval.reminders += 1
        approval.expires_on = max(approval.expires_on, clock.today() + dt.timedelta(days=DAYS))
        token = _new_key(approval)
        approval.save()
        notices.approval_wanted(approval, _address(approval, token), by)
    return approval


def take_back(approval: Approval, *, by: Person) -> Approval:
    """No longer needed: the case's moves are free, the link leads nowhere."""
    with act("cases.take_back_approval", approval, by=by, permit=may_manage_approval):
        _hold(approval)
        approval.conclude(ApprovalState.TAKEN_BACK)
        approval.save()
        notices.approval_taken_back(approval, by)
    return approval


def decide(approval: Approval, *, is_approved: bool, comment: str, by: Actor) -> Approval:
    """The one decision there is. `by` is ``BY_LINK`` for whoever showed the secret of the link.

    Raises ``ApprovalOverError`` when it was decided or taken back in between.
    """
    with act("cases.decide_approval", approval, by=by, permit=may_decide):
        _hold(approval)
        approval.conclude(ApprovalState.APPROVED if is_approved else ApprovalState.REFUSED, comment)
        approval.save()
        notices.approval_decided(approval, by)
    return approval


def _hold(approval: Approval) -> None:
    case = approval.case
    approval.refresh_from_db(from_queryset=Approval.objects.select_for_update(no_key=True))
    approval.case = case
    if not approval.is_waiting:
        raise ApprovalOverError(approval)


def _new_key(approval: Approval) -> str:
    """A fresh secret for somebody without an account; only its hash is kept."""
    if approval.approver_id is not None:
        return ""
    token = secrets.token_urlsafe(32)
    approval.key_hash = key_hash(token)
    return token


def _address(approval: Approval, token: str) -> str:
    if token:
        return reverse("cases:approve", args=[token])
    return reverse("cases:approval", args=[approval.case_id, approval.pk])
