import pytest

from kakehashi.foundation.audit.gate import NotPermittedError, act
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.forms.models import AnswerSheet, QuestionSet, Version
from tests.cast import Cast


def test_act_leaves_one_row_with_before_and_after(cast: Cast) -> None:
    with act("test.rename", cast.himeji, by=cast.officer, permit=lambda by, thing: True, note="改称"):
        cast.himeji.url = "https://www.city.himeji.lg.jp/"
        cast.himeji.save()

    row = AuditRow.objects.get()
    assert (row.number, row.action, row.actor, row.note) == (1, "test.rename", cast.officer, "改称")
    assert (row.before, row.after) == ({"url": ""}, {"url": "https://www.city.himeji.lg.jp/"})


def test_act_refuses_before_anything_is_touched(cast: Cast) -> None:
    with (
        pytest.raises(NotPermittedError),
        act("test.rename", cast.himeji, by=cast.neighbour, permit=lambda by, thing: False),
    ):
        pytest.fail("the body must not run")

    assert list(AuditRow.objects.all()) == []


def test_rolled_back_inner_act_leaves_no_row(cast: Cast) -> None:
    with act("test.outer", cast.himeji, by=cast.officer, permit=True):
        with pytest.raises(ValueError), act("test.inner", cast.kakogawa, by=cast.officer, permit=True):
            raise ValueError
        with act("test.second", cast.kakogawa, by=cast.officer, permit=True):
            pass

    assert [row.action for row in AuditRow.objects.all()] == ["test.second", "test.outer"]


def test_of_many_answers_only_those_that_changed_are_kept(cast: Cast) -> None:
    version = Version.objects.create(question_set=QuestionSet.objects.create(code="q", title_ja="質問"), number=1)
    sheet = AnswerSheet.objects.create(version=version, answers={"a": 1, "b": [1], "c": 3})

    with act("test.answer", sheet, by=cast.officer, permit=True):
        sheet.answers["b"].append(2)
        sheet.answers["d"] = 4
        sheet.save()

    row = AuditRow.objects.get()
    assert (row.before, row.after) == ({"answers": {"b": [1]}}, {"answers": {"b": [1, 2], "d": 4}})
