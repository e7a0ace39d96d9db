import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.forms import operations
from kakehashi.foundation.forms.autosave import autosave_response, kept_elsewhere_response
from kakehashi.foundation.forms.models import AnswerSheet, Question, QuestionSet, Version
from kakehashi.kernel.references import Ref
from tests.cast import Cast
from tests.foundation.forms.samples import COMPLETE, make_version

CASE = Ref("cases.case", 7)


def _sheet(cast: Cast) -> AnswerSheet:
    return operations.open_sheet(
        make_version(), about=CASE, by=cast.officer, permit=True, answers={"title": "件名", "unknown": 1}
    )


def test_a_sheet_is_about_its_thing_and_prefilled_by_known_questions(cast: Cast) -> None:
    sheet = _sheet(cast)

    assert list(AnswerSheet.objects.filter(about_kind=CASE.kind, about_id=CASE.id)) == [sheet]
    assert (sheet.about, sheet.answers, sheet.revision) == (CASE, {"title": "件名"}, 1)


def test_saving_raises_the_revision_and_is_audited(cast: Cast) -> None:
    sheet = _sheet(cast)

    operations.save_answers(sheet, COMPLETE, by=cast.colleague, base_revision=1, permit=True)

    sheet.refresh_from_db()
    assert (sheet.answers, sheet.revision, sheet.updated_by) == (COMPLETE, 2, cast.colleague)
    assert AuditRow.objects.get(action="forms.save_answers").after["answers"] == COMPLETE


def test_a_stale_save_changes_nothing_and_shows_both_sides(cast: Cast) -> None:
    sheet = _sheet(cast)
    mine = AnswerSheet.objects.get(pk=sheet.pk)
    operations.save_answers(sheet, {"title": "先", "people": 3}, by=cast.colleague, base_revision=1, permit=True)

    with pytest.raises(StaleError) as stale:
        operations.save_answers(mine, {"title": "後", "people": 3}, by=cast.officer, base_revision=1, permit=True)

    sheet.refresh_from_db()
    found = operations.conflict(stale.value.now, {"title": "後", "people": 3})
    assert sheet.answers == {"title": "先", "people": 3}
    assert [(one.question.code, one.theirs.parts, one.mine.parts) for one in found] == [("title", ["先"], ["後"])]


def test_the_same_answers_again_are_no_conflict(cast: Cast) -> None:
    sheet = _sheet(cast)
    operations.save_answers(sheet, COMPLETE, by=cast.officer, base_revision=1, permit=True)

    operations.save_answers(sheet, COMPLETE, by=cast.officer, base_revision=1, permit=True)

    assert sheet.revision == 2


def test_who_may_not_save_is_refused(cast: Cast) -> None:
    sheet = _sheet(cast)

    with pytest.raises(NotPermittedError):
        operations.save_answers(
            sheet, COMPLETE, by=cast.neighbour, base_revision=1, permit=lambda by, thing: by == cast.officer
        )

    sheet.refresh_from_db()
    assert sheet.answers == {"title": "件名"}


def test_a_field_is_returned_and_resolved(cast: Cast) -> None:
    sheet = _sheet(cast)

    returned = operations.return_field(sheet, "title", "短くしてください。", by=cast.staff, permit=True)
    before = list(sheet.returns.filter(resolved_at=None))
    operations.resolve_return(returned, by=cast.officer, permit=True)

    assert (before, list(sheet.returns.filter(resolved_at=None))) == ([returned], [])
    assert returned.by_name == str(cast.staff)


@pytest.mark.parametrize(("code", "comment"), [("title", "  "), ("nothing", "直してください。")])
def test_a_return_says_what_and_where(cast: Cast, code: str, comment: str) -> None:
    sheet = _sheet(cast)

    with pytest.raises(ValidationError):
        operations.return_field(sheet, code, comment, by=cast.staff, permit=True)

    assert list(sheet.returns.all()) == []


def test_answers_move_to_a_newer_version_by_code(cast: Cast) -> None:
    sheet = _sheet(cast)
    operations.publish_version(sheet.version, by=cast.planner)
    draft = operations.new_draft_from(sheet.version, by=cast.planner)
    operations.remove_question(Question.objects.get(version=draft, code="people"), by=cast.planner)
    answers = {"title": "件名", "people": 3, "budget": [{"amount": 5}]}
    operations.save_answers(sheet, answers, by=cast.officer, base_revision=1, permit=True)
    draft = Version.objects.get(pk=draft.pk)

    moved = operations.move_to_version(sheet, draft, by=cast.officer, permit=True)

    assert [question.code for question in moved.dropped] == ["people"]
    assert (sheet.version, sheet.revision) == (draft, 3)
    assert sheet.answers == {"title": "件名", "budget": [{"amount": 5}], "days": None, "total": 5}


def test_answers_do_not_move_to_another_set(cast: Cast) -> None:
    sheet = _sheet(cast)
    other = Version.objects.create(question_set=QuestionSet.objects.create(code="x", title_ja="x"), number=1)

    with pytest.raises(ValidationError, match="別の質問票"):
        operations.move_to_version(sheet, other, by=cast.officer, permit=True)


def test_autosave_hears_the_revision_or_of_the_conflict(cast: Cast) -> None:
    sheet = _sheet(cast)

    saved, stale = autosave_response(sheet), kept_elsewhere_response(sheet)

    assert (saved.status_code, set(json.loads(saved.content))) == (200, {"revision", "saved_at"})
    assert (stale.status_code, json.loads(stale.content)) == (409, {"revision": 1})


def test_the_database_refuses_what_must_never_be(cast: Cast) -> None:
    version = make_version()
    section = version.outline[0][0]
    one_more = {"version": version, "section": section, "order": 9, "label_ja": "x"}

    for attempt in (
        lambda: Version.objects.create(question_set=version.question_set, number=2),
        lambda: Version.objects.create(question_set=version.question_set, number=3, state="published"),
        lambda: Version.objects.create(question_set=version.question_set, number=3, state="lost"),
        lambda: Question.objects.create(**one_more, code="purpose", kind="text"),
        lambda: Question.objects.create(**one_more, code="x", kind="lost"),
        lambda: Question.objects.create(**one_more, code="x", kind="text", minimum=2, maximum=1),
        lambda: AnswerSheet.objects.create(version=version, about_kind="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
