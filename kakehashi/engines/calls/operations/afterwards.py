"""After a visit: both sides are asked what they thought of it, and a year later the body how it helped."""

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Paper
from kakehashi.engines.calls.notices import afterwards as notices
from kakehashi.engines.calls.operations.applying import hold, open_paper
from kakehashi.engines.calls.queries.afterwards import FOLLOW_UP_DAYS, to_follow_up
from kakehashi.engines.calls.rules.afterwards import may_tell
from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import NotPermittedError, act
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


def ask_both_sides(application: Application, *, by: Actor) -> None:
    """Lay out the appraisals that the call has forms for, once the report is in."""
    call = application.call
    if call.host_appraisal_form is not None and application.paper_of(PaperKind.APPRAISAL_BY_HOST) is None:
        paper = open_paper(application, PaperKind.APPRAISAL_BY_HOST, call.host_appraisal_form, by=by)
        notices.ask_body(paper, "calls.appraisal_asked")
    if call.sent_appraisal_form is not None and application.paper_of(PaperKind.APPRAISAL_BY_SENT) is None:
        paper = open_paper(application, PaperKind.APPRAISAL_BY_SENT, call.sent_appraisal_form, by=by)
        notices.ask_sent(paper)


def ask_follow_ups(*, by: Robot) -> int:
    """Ask every body whose visit was in the fiscal year before this one. Returns how many."""
    found = list(to_follow_up())
    due_on = clock.today() + FOLLOW_UP_DAYS
    for application in found:
        with act("calls.ask_follow_up", application, by=by, permit=True):
            form = application.call.follow_up_form
            paper = open_paper(application, PaperKind.FOLLOW_UP, form, by=by, due_on=due_on)
            notices.ask_body(paper, "calls.follow_up_asked")
    return len(found)


def tell_afterwards(paper: Paper, *, by: Person) -> None:
    """Hand it in; only the section reads it. Raises ``MoveRefusedError`` in words."""
    hold(paper)
    if not may_tell(by, paper):
        raise NotPermittedError
    if not paper.is_complete():
        raise MoveRefusedError(_("入力されていない項目があります。"))
    paper.handed_in, paper.submitted_at, paper.submitted_by = paper.sheet.answers, clock.now(), by
    paper.save(update_fields=["handed_in", "submitted_at", "submitted_by"])
    notices.told(paper, by)
