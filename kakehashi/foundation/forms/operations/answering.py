"""Answering: sheets are opened, saved, sent back field by field, and moved to a newer version."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.forms.computing import with_computed
from kakehashi.foundation.forms.display import ShownRow, shown_row
from kakehashi.foundation.forms.models import Answers, AnswerSheet, FieldReturn, Question, Version
from kakehashi.foundation.forms.renewing import carried
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

Permit = Callable[[Actor, AnswerSheet], bool] | bool


@dataclass(frozen=True)
class Difference:
    """One question answered differently on the two sides of a conflict."""

    question: Question
    theirs: ShownRow
    mine: ShownRow


@dataclass(frozen=True)
class Moved:
    """What a move to another version left behind: questions that are asked no more but had been answered."""

    dropped: list[Question]


def open_sheet(
    version: Version, *, about: Ref | None, by: Actor, permit: bool, answers: Answers | None = None
) -> AnswerSheet:
    """A new sheet, prefilled with `answers` of questions that exist in the version."""
    with act("forms.open_sheet", None, by=by, permit=permit) as record:
        sheet = AnswerSheet.objects.create(
            version=version,
            about_kind=about.kind if about else "",
            about_id=about.id if about else None,
            answers=_known(version, answers or {}),
            updated_by=_person(by),
        )
        record.thing = sheet
    return sheet


def save_answers(sheet: AnswerSheet, answers: Answers, *, by: Actor, base_revision: int, permit: Permit) -> AnswerSheet:
    """Replace the answers of the sheet as it was at `base_revision`; the same answers again change nothing.

    Raises ``StaleError`` when somebody else saved other answers since.
    """
    with act("forms.save_answers", sheet, by=by, permit=permit):
        _lock(sheet)
        if sheet.answers == answers:
            return sheet
        if sheet.revision != base_revision:
            raise StaleError(sheet)
        sheet.answers = answers
        _touch(sheet, by)
    return sheet


def conflict(sheet: AnswerSheet, mine: Answers) -> list[Difference]:
    """Where `mine` differs from what is kept, question by question in order."""
    return [
        Difference(q, shown_row(q, sheet.answers.get(q.code)), shown_row(q, mine.get(q.code)))
        for q in sheet.version.all_questions
        if sheet.answers.get(q.code) != mine.get(q.code)
    ]


def return_field(sheet: AnswerSheet, code: str, comment: str, *, by: Actor, permit: Permit) -> FieldReturn:
    """Send one answer back with what is to be mended. ``ValidationError`` without a comment or for no such question."""
    with act("forms.return_field", sheet, by=by, permit=permit) as record:
        if not comment.strip():
            raise ValidationError(_("どこをどう直してほしいかを入力してください。"))
        if all(question.code != code for question in sheet.version.all_questions):
            raise ValidationError(_("この質問票にない項目です。"))
        record.extra = {"question": code, "comment": comment.strip()}
        return FieldReturn.objects.create(
            sheet=sheet, question_code=code, comment=comment.strip(), by=_person(by), by_name=str(by)
        )


def resolve_return(returned: FieldReturn, *, by: Actor, permit: Permit) -> FieldReturn:
    """The field was mended; resolving twice changes nothing."""
    with act("forms.resolve_return", returned.sheet, by=by, permit=permit) as record:
        if returned.resolved_at is None:
            returned.resolved_at = clock.now()
            returned.save(update_fields=["resolved_at"])
        record.extra = {"question": returned.question_code, "return": returned.pk}
    return returned


def move_to_version(
    sheet: AnswerSheet, version: Version, *, by: Actor, permit: Permit, to_other_set: bool = False
) -> Moved:
    """Take the answers over to another version, by the codes of the questions; see ``renewing.carried``.

    `to_other_set`: the engine has put another question set (a copy, as a rule) in the place of the sheet's own.
    """
    with act("forms.move_to_version", sheet, by=by, permit=permit):
        _lock(sheet)
        if version.question_set_id != sheet.version.question_set_id and not to_other_set:
            raise ValidationError(_("別の質問票へは移せません。"))
        kept = carried(sheet.version, version, sheet.answers)
        dropped = [q for q in sheet.version.all_questions if q.code in sheet.answers and q.code not in kept]
        sheet.version, sheet.answers = version, with_computed(version.all_questions, kept)
        _touch(sheet, by)
    return Moved(dropped)


def _known(version: Version, answers: Answers) -> Answers:
    codes = {question.code for question in version.all_questions}
    return {code: value for code, value in answers.items() if code in codes}


def _lock(sheet: AnswerSheet) -> None:
    """Hold the row and take it over as it is now."""
    sheet.refresh_from_db(from_queryset=AnswerSheet.objects.select_for_update(no_key=True))


def _touch(sheet: AnswerSheet, by: Actor) -> None:
    sheet.revision += 1
    sheet.updated_at = clock.now()
    sheet.updated_by = _person(by)
    sheet.save()


def _person(by: Actor) -> Person | None:
    return by if isinstance(by, Person) else None
