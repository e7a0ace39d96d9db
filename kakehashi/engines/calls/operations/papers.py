"""Papers after the decision: saved and handed in for the first time."""

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Paper
from kakehashi.engines.calls.operations.afterwards import tell_afterwards
from kakehashi.engines.calls.operations.applying import hold, save_paper
from kakehashi.engines.calls.operations.changes import CHANGE_MOVES, reweigh
from kakehashi.engines.calls.operations.moving import submit_report
from kakehashi.engines.calls.rules import may_fill
from kakehashi.engines.calls.rules.afterwards import AFTERWARDS
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.models import Answers, AnswerSheet
from kakehashi.foundation.organisations.models import Person


def keep_paper(paper: Paper, answers: Answers, *, base_revision: int, by: Person) -> AnswerSheet:
    """Keep what was typed, and whether a change needs approval. Raises ``StaleError``."""
    with act("calls.keep_paper", paper, by=by, permit=may_fill):
        sheet = save_paper(paper, answers, base_revision=base_revision, by=by)
        if paper.kind == PaperKind.CHANGE:
            reweigh(paper.change, by=by)
    return sheet


def hand_in(paper: Paper, *, by: Person) -> None:
    """Hand the paper in for the first time. Raises ``MoveRefusedError`` in words."""
    with act("calls.hand_in", paper, by=by, permit=may_fill):
        if paper.kind in AFTERWARDS:
            tell_afterwards(paper, by=by)
            return
        hold(paper)
        if paper.kind == PaperKind.REPORT:
            submit_report(paper.application, by=by)
            return
        change = paper.change
        change.refresh_from_db()
        CHANGE_MOVES["submit" if change.is_weighty else "note"](change, by=by)
