"""The formal check: its lines are marked, fields are sent back, and what was sent back is mended."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kakehashi.engines.calls import notices
from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.correcting import is_being_mended
from kakehashi.engines.calls.flow import CHANGE_FLOW
from kakehashi.engines.calls.models import Application, Mark, Message, Paper
from kakehashi.engines.calls.operations.applying import hold
from kakehashi.engines.calls.operations.moving import MOVES, ask_correction, return_report
from kakehashi.engines.calls.operations.screening_returns import keep_for_comparison, resolve_returns
from kakehashi.engines.calls.rules import is_desk, may_edit_application, may_mark
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.forms.models import FieldReturn
from kakehashi.foundation.forms.operations import resolve_return, return_field
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

HANDING_IN_AGAIN = {PaperKind.APPLICATION: "correct", PaperKind.REPORT: "correct_report"}


@dataclass(frozen=True)
class Judged:
    """What the section says of one line of the formal check; ``None``: not looked at yet."""

    is_met: bool | None
    note: str = ""


def mark_lines(application: Application, judged: Mapping[int, Judged], *, by: Person) -> None:
    """Keep what was found for these lines of the formal check (by id); what did not change keeps who found it."""
    with act("calls.mark_lines", application, by=by, permit=may_mark) as record:
        lines = {line.pk: line for line in application.call.check_lines.filter(pk__in=judged)}
        marks = {mark.line_id: mark for mark in application.marks.select_for_update(no_key=True)}
        for pk, line in lines.items():
            one, mark = judged[pk], marks.get(pk)
            if one.is_met is None:
                application.marks.filter(line=line).delete()
            elif mark is None or (mark.is_met, mark.note) != (one.is_met, one.note):
                found = {"is_met": one.is_met, "note": one.note, "by": by, "at": clock.now()}
                Mark.objects.update_or_create(application=application, line=line, defaults=found)
        record.extra = {"lines": {str(line.pk): judged[line.pk].is_met for line in lines.values()}}


def send_back(
    paper: Paper, comments: Mapping[str, str], *, by: Person, note: str = "", until: dt.datetime | None = None
) -> Paper:
    """Send these answers (question code → what to mend) of an application, a report or a change back at once.

    Only they are open to the applicant then, of an application until `until`. ``MoveRefusedError`` when the paper
    cannot be sent back now.
    """
    with act("calls.send_back", paper, by=by, permit=_may_send_back) as record:
        hold(paper)
        for code, comment in comments.items():
            return_field(paper.sheet, code, comment, by=by, permit=True)
        if paper.kind == PaperKind.CHANGE:
            with make_move(CHANGE_FLOW, paper.change, "return", by=by, note=note):
                keep_for_comparison(paper)
                _tell_of_change(paper, "calls.change_returned", by, note)
        elif paper.kind == PaperKind.APPLICATION:
            ask_correction(paper.application, by=by, note=note, until=until)
        else:
            return_report(paper.application, by=by, note=note)
        record.extra = {"questions": sorted(comments)}
    paper.refresh_from_db()
    return paper


def hand_in_again(paper: Paper, *, by: Actor, note: str = "") -> Paper:
    """The applicant has mended the paper: what was sent back is closed and the section sees the difference."""
    with act("calls.hand_in_again", paper, by=by, permit=_may_mend):
        if paper.kind == PaperKind.CHANGE:
            with make_move(CHANGE_FLOW, paper.change, "correct", by=by, note=note):
                resolve_returns(paper, by=by)
                _tell_of_change(paper, "calls.change_in", by)
        else:
            MOVES[HANDING_IN_AGAIN[PaperKind(paper.kind)]](paper.application, by=by, note=note)
    return paper


def keep_answer(returned: FieldReturn, paper: Paper, *, why: str, by: Person) -> FieldReturn:
    """The applicant leaves an answer as it is and says why; the section reads it among the messages."""
    with act("calls.keep_answer", paper, by=by, permit=_may_mend) as record:
        if not why.strip():
            raise MoveRefusedError(_("直さない理由を入力してください。"))
        resolve_return(returned, by=by, permit=returned.sheet_id == paper.sheet_id)
        labels = {question.code: question.label_ja for question in paper.sheet.version.all_questions}
        label = labels.get(returned.question_code, returned.question_code)
        body = f"「{label}」は直しませんでした。\n{why.strip()}"
        Message.objects.create(application=paper.application, author=by, body=body)
        record.extra = {"question": returned.question_code}
    return returned


def _tell_of_change(paper: Paper, kind: str, by: Actor, note: str = "") -> None:
    tell = notices.to_desk if kind == "calls.change_in" else notices.to_applicant
    tell(paper.application, kind, by, note, key=f"{paper.change.pk}:{paper.change.revision}")


def _may_send_back(actor: Actor, paper: Paper) -> bool:
    return is_desk(actor, paper.application)


def _may_mend(actor: Actor, paper: Paper) -> bool:
    return is_being_mended(paper) and may_edit_application(actor, paper.application)
