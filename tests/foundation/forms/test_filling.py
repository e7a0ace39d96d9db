"""Filling in a sheet on a page: nothing typed and no file is lost, whoever was first."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.documents.attaching import keeper
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.filling import Attach, autosave, fill
from kakehashi.foundation.forms.models import Answers, AnswerSheet, Question, QuestionSet, Section, Version
from kakehashi.foundation.forms.operations import open_sheet, save_answers
from kakehashi.kernel import clock

pytestmark = pytest.mark.django_db
BY = Robot("test")


@pytest.fixture
def sheet() -> AnswerSheet:
    question_set = QuestionSet.objects.create(code="filling", title_ja="申請書")
    version = Version.objects.create(
        question_set=question_set, number=1, state=VersionState.PUBLISHED, published_at=clock.now()
    )
    for order, (code, kind) in enumerate([("title", "text"), ("why", "text"), ("plan", "file")]):
        part = Section.objects.create(version=version, order=order, title_ja=code)
        Question.objects.create(version=version, section=part, code=code, order=order, kind=kind, label_ja=code)
    return open_sheet(version, about=None, by=BY, permit=True)


def save_on(sheet: AnswerSheet) -> Any:
    return lambda answers, revision: save_answers(sheet, answers, by=BY, base_revision=revision, permit=True)


def attach_to(sheet: AnswerSheet) -> Attach:
    def attach(files: dict[str, list[int]]) -> AnswerSheet:
        answers: Answers = sheet.answers | files
        return save_answers(sheet, answers, by=BY, base_revision=sheet.revision, permit=True)

    return attach


def sent(**data: Any) -> Any:
    return RequestFactory().post("/", data)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.txt", "計画".encode())


def test_what_is_typed_is_kept_with_its_files(sheet: AnswerSheet) -> None:
    request = sent(title="訓練", plan=file(), _revision=1, check="1")

    found = fill(request, sheet, save_on(sheet), store=keeper(about=None, by=BY, permit=True))

    assert found.goes_on
    assert found.sheet.answers == {"title": "訓練", "plan": [Document.objects.get().pk]}


def test_a_stale_page_keeps_the_file_and_shows_both_texts(sheet: AnswerSheet) -> None:
    save_answers(sheet, {"title": "先"}, by=BY, base_revision=1, permit=True)
    request = sent(title="後", plan=file(), _revision=1)

    found = fill(
        request,
        sheet,
        save_on(sheet),
        store=keeper(about=None, by=BY, permit=True),
        attach=attach_to(sheet),
    )

    assert found.status == 409
    assert found.sheet.answers == {"title": "先", "plan": [Document.objects.get().pk]}
    assert [one.question.code for one in found.differences] == ["title"]


def test_the_autosave_leaves_files_alone(sheet: AnswerSheet) -> None:
    save_answers(sheet, {"plan": [7]}, by=BY, base_revision=1, permit=True)

    answer = autosave(sent(**{"title": "訓練", "plan-remove": "7", "_revision": 2}), sheet, save_on(sheet))

    assert answer.status_code == 200
    assert sheet.answers == {"title": "訓練", "plan": [7]}
