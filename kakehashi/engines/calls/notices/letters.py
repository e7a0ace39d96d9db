"""Who is told of the approval of decision letters."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.models import LetterApproval
from kakehashi.engines.calls.notices import name_of_call
from kakehashi.engines.calls.queries.letters_approving import able_to_answer
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.flow.approvals import ApprovalState
from kakehashi.foundation.notices.kinds import NoticeKind, register
from kakehashi.foundation.notices.telling import tell
from kakehashi.foundation.organisations.models import Person

WANTED = register(
    NoticeKind(
        "calls.letters_to_approve",
        _("通知書の承認をお願いします: %(call)s"),
        _("%(call)s の通知書%(count)s通を発行する前に、決定した人とは別の人の承認が要ります。内容を確かめてください。"),
    )
)
APPROVED = register(
    NoticeKind(
        "calls.letters_approved",
        _("通知書の発行が承認されました: %(call)s"),
        _("%(call)s の通知書%(count)s通の発行を %(who)s が承認しました。通知書のページから発行できます。\n\n%(note)s"),
    )
)
REFUSED = register(
    NoticeKind(
        "calls.letters_not_approved",
        _("通知書の発行が承認されませんでした: %(call)s"),
        _("%(call)s の通知書%(count)s通の発行を %(who)s は承認しませんでした。\n\n%(note)s"),
    )
)


def approval_wanted(approval: LetterApproval, by: Actor) -> None:
    _tell(able_to_answer(approval), WANTED, approval, by)


def approval_answered(approval: LetterApproval, by: Actor) -> None:
    kind = APPROVED if approval.state == ApprovalState.APPROVED else REFUSED
    _tell([approval.asked_by], kind, approval, by)


def _tell(people: Iterable[Person], kind: NoticeKind, approval: LetterApproval, by: Actor) -> None:
    tell(
        people,
        kind,
        about=approval.call.ref,
        url=f"/calls/letters/{approval.call_id}/",
        key=f"{kind.code}:{approval.pk}",
        except_for=by,
        call=name_of_call(approval.call),
        count=len(approval.shown),
        who=str(approval.decided_by or ""),
        note=approval.comment,
    )
