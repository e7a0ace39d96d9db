"""What letters, approvals and links add to the story of a case."""

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.engines.cases.choices import LetterSide
from kakehashi.engines.cases.models import Approval, Letter
from kakehashi.engines.cases.queries.links import Linked
from kakehashi.foundation.flow.approvals import ApprovalState

Part = tuple[dt.datetime, str, str | Promise, str, bool]  # when, who, what, the words, whether for staff only


def story_parts(letters: Iterable[Letter], approvals: Iterable[Approval], links: Iterable[Linked]) -> list[Part]:
    """Of those that the reader may see. No query."""
    parts: list[Part] = []
    for letter in letters:
        if letter.issued_at:
            what = _("公文書を発行: %(letter)s") % {"letter": _titled(letter.number, letter.subject)}
            parts.append((letter.issued_at, str(letter.issued_by), what, "", False))
    for approval in approvals:
        parts += _of_approval(approval)
    for linked in links:
        what = _("関係する案件: %(case)s") % {"case": _titled(linked.case.number or "", str(linked.case))}
        parts.append((linked.link.at, str(linked.link.by), what, linked.link.why, False))
    return parts


def _of_approval(approval: Approval) -> list[Part]:
    is_internal = approval.side == LetterSide.FROM_COUNCIL
    words = {"subject": approval.subject, "approver": approval.approver_words}
    asked = _("%(approver)s に承認を依頼: %(subject)s") % words
    parts: list[Part] = [(approval.asked_at, str(approval.asked_by), asked, "", is_internal)]
    if approval.decided_at:
        state = f"{approval.get_state_display()}: {approval.subject}"
        who = "" if approval.state == ApprovalState.TAKEN_BACK else approval.approver_words
        parts.append((approval.decided_at, who, state, approval.comment, is_internal))
    return parts


def _titled(number: str, title: str) -> str:
    return f"{number} {title}".strip()
