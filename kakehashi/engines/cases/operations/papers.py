"""Papers that come after the visit: the applicant's result, the office's report, the follow-up."""

from django.utils.translation import gettext as _

from kakehashi.engines.cases import notices
from kakehashi.engines.cases.choices import PaperKind
from kakehashi.engines.cases.models import Paper
from kakehashi.engines.cases.operations.moving import answer
from kakehashi.engines.cases.operations.requests import hold
from kakehashi.engines.cases.rules import may_hand_in
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class IncompletePaperError(Exception):
    """Something that must be answered is not."""


def submit_paper(paper: Paper, *, by: Person) -> Paper:
    """Hand the paper in. The first follow-up ends the case."""
    with act("cases.submit_paper", paper, by=by, permit=may_hand_in):
        hold(paper)
        if paper.submitted_at is not None:
            return paper
        if not paper.is_complete():
            raise IncompletePaperError(_("入力されていない項目があります。"))
        paper.submitted_at, paper.submitted_by = clock.now(), by
        paper.save()
        case = paper.case
        if paper.kind == PaperKind.FOLLOW_UP and paper.round == 1:
            _confirm_outcome(paper)
        if paper.kind == PaperKind.FOLLOW_UP and case.step == "following_up" and paper.round == 1:
            answer(case, by=by)
        elif paper.kind == PaperKind.REPORT:
            notices.to_applicant(case, "cases.reported", by)
        else:
            notices.to_office(case, "cases.paper_in", by)
    return paper


def _confirm_outcome(paper: Paper) -> None:
    """Whoever asked says that the result on record is right; the case is saved at once, a move may follow."""
    if paper.sheet.answers.get("outcome_confirmed") is True:
        paper.case.outcome_confirmed_at = paper.submitted_at
        paper.case.save(update_fields=["outcome_confirmed_at"])
