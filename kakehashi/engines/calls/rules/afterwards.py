"""Who fills in what is asked after a visit: how it helped, and what each side thought of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application, Paper
    from kakehashi.foundation.access.actors import Actor
    from kakehashi.foundation.organisations.models import Person

AFTERWARDS = (PaperKind.FOLLOW_UP, PaperKind.APPRAISAL_BY_HOST, PaperKind.APPRAISAL_BY_SENT)


def sent_person(application: Application) -> Person | None:
    """Whoever was sent, if they sign in."""
    dispatch = getattr(application, "dispatch", None)
    return dispatch.sent.person if dispatch is not None and dispatch.sent is not None else None


def may_tell(actor: Actor, paper: Paper) -> bool:
    """Once. The body for itself; whoever was sent for themselves, and the section for somebody who does not sign in."""
    application = paper.application
    desk = may(actor, Permission.HANDLE_CALLS, application.call.scheme.desk_id)
    if paper.submitted_at is not None:
        return False
    if paper.kind == PaperKind.APPRAISAL_BY_SENT:
        sent = sent_person(application)
        return desk if sent is None else actor == sent
    is_own = may(actor, Permission.REQUEST_SERVICES, application.applicant_id)
    return is_own or (application.is_entered_by_desk and desk)
