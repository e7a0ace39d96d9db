"""The formal check and the corrections on the page of an application."""

from typing import Any

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.correcting import MENDING, is_being_mended, open_returns
from kakehashi.engines.calls.forms.screening import MarksForm
from kakehashi.engines.calls.models import Application, Paper
from kakehashi.engines.calls.queries.papers import differences
from kakehashi.foundation.documents.attaching import described
from kakehashi.foundation.organisations.models import Person

SENT_BACK_FROM = {
    PaperKind.APPLICATION: {"submitted", "screening"},
    PaperKind.REPORT: {"report_in"},
    PaperKind.CHANGE: {"submitted"},
}


def checks(application: Application, person: Person) -> dict[str, Any] | None:
    """The lines of the formal check, for the section."""
    if not rules.is_desk(person, application):
        return None
    lines = list(application.call.check_lines.all())
    marks = {mark.line_id: mark for mark in application.marks.select_related("by")}
    if not lines or (not marks and not rules.may_mark(person, application)):
        return None
    form = MarksForm(lines, marks) if rules.may_mark(person, application) else None
    shown = [
        (line, marks.get(line.pk), [form[f"line-{line.pk}"], form[f"note-{line.pk}"]] if form else []) for line in lines
    ]
    return {"lines": shown, "form": form, "left": len(lines) - len(marks)}


def corrections(application: Application, person: Person) -> dict[str, Any] | None:
    """What was sent back of each paper, what changed since, and the way to send back or to mend."""
    parts = [part for paper in _papers(application) if (part := correction_of(paper, application, person)) is not None]
    return {"papers": parts} if parts else None


def correction_of(paper: Paper, application: Application, person: Person) -> dict[str, Any] | None:
    """The same for one paper: a dict for ``calls/_correction.html``; ``None``: nothing to show to this person."""
    paper.application = application
    step = paper.change.step if paper.kind == PaperKind.CHANGE else application.step
    is_staff = rules.is_desk(person, application)
    may_send_back = is_staff and step in SENT_BACK_FROM[PaperKind(paper.kind)]
    mends = is_being_mended(paper)
    found = differences(paper, describe_files=described)
    if not (may_send_back or mends or found):
        return None
    labels = {question.code: question.label for question in paper.sheet.version.all_questions}
    returns = open_returns(paper) if mends else []
    return {
        "paper": paper,
        "returns": [(one, labels.get(one.question_code, one.question_code)) for one in returns],
        "differences": found,
        "may_send_back": may_send_back,
        "may_mend": mends and rules.may_edit_application(person, application),
    }


def _papers(application: Application) -> list[Paper]:
    return [paper for paper in application.papers.all() if paper.kind in MENDING]
