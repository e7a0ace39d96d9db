import pytest
from django.core.exceptions import ValidationError

from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.forms import operations
from kakehashi.foundation.forms.choices import VersionState
from kakehashi.foundation.forms.models import Question, QuestionSet, Version
from kakehashi.foundation.forms.queries import current_version
from tests.cast import Cast
from tests.foundation.forms.samples import make_version

CLOSED = "この版は公開されているため、変えられません。新しい版を作って直してください。"


def test_create_set_begins_with_an_empty_draft(cast: Cast) -> None:
    made = operations.create_set(code="survey", title_ja="調査", title_en="", by=cast.planner)

    assert [(one.number, one.state) for one in made.versions.all()] == [(1, "draft")]
    assert AuditRow.objects.get().action == "forms.create_set"


def test_create_set_refuses_a_code_in_use(cast: Cast) -> None:
    make_version()

    with pytest.raises(ValidationError, match="すでに使われています"):
        operations.create_set(code="support", title_ja="x", title_en="", by=cast.planner)


def test_only_editors_write(cast: Cast) -> None:
    version = make_version()

    with pytest.raises(NotPermittedError):
        operations.create_set(code="x", title_ja="x", title_en="", by=cast.officer)
    with pytest.raises(NotPermittedError):
        operations.publish_version(version, by=cast.section_staff)
    assert QuestionSet.objects.count() == 1


def test_publish_retires_the_former_version(cast: Cast) -> None:
    first = operations.publish_version(make_version(), by=cast.planner)
    second = operations.new_draft_from(first, by=cast.planner)

    operations.publish_version(second, by=cast.planner)

    first.refresh_from_db()
    assert (first.state, second.number) == (VersionState.RETIRED, 2)
    assert current_version("support") == second


def test_a_draft_is_a_whole_copy(cast: Cast) -> None:
    first = operations.publish_version(make_version(), by=cast.planner)

    draft = operations.new_draft_from(first, by=cast.planner)

    def said(version: Version) -> list[tuple[object, ...]]:
        columns = ["section__title_ja", "order", "code", "kind", "options", "columns", "condition", "compute"]
        return list(version.questions.order_by("section__order", "order").values_list(*columns))

    assert said(draft) == said(first)
    assert draft.published_at is None


def test_there_is_one_draft_at_a_time(cast: Cast) -> None:
    first = operations.publish_version(make_version(), by=cast.planner)
    operations.new_draft_from(first, by=cast.planner)

    with pytest.raises(ValidationError, match="作成中の版がすでにあります"):
        operations.new_draft_from(first, by=cast.planner)


def test_a_published_version_does_not_change(cast: Cast) -> None:
    version = operations.publish_version(make_version(), by=cast.planner)
    section, questions = version.outline[0]

    for attempt in (
        lambda: operations.add_section(version, values={"title_ja": "x"}, by=cast.planner),
        lambda: operations.change_section(section, values={"title_ja": "x"}, by=cast.planner),
        lambda: operations.remove_section(section, by=cast.planner),
        lambda: operations.add_question(section, values={"code": "x"}, by=cast.planner),
        lambda: operations.change_question(questions[0], values={"label_ja": "x"}, by=cast.planner),
        lambda: operations.remove_question(questions[0], by=cast.planner),
        lambda: operations.move(questions[0], up=False, by=cast.planner),
        lambda: operations.publish_version(version, by=cast.planner),
    ):
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert refused.value.messages == [CLOSED]


def test_questions_are_added_changed_moved_and_removed(cast: Cast) -> None:
    version = make_version()
    section = version.outline[0][0]

    added = operations.add_question(
        section, values={"code": "new", "kind": "text", "label_ja": "新しい質問"}, by=cast.planner
    )
    operations.change_question(added, values={"code": "other", "label_ja": "直した質問"}, by=cast.planner)
    operations.move(added, up=True, by=cast.planner)
    operations.remove_question(Question.objects.get(code="purpose"), by=cast.planner)

    codes = [question.code for question in section.questions.order_by("order")]
    assert codes[-2:] == ["new", "site"]
    assert "purpose" not in codes
    assert Question.objects.get(code="new").label_ja == "直した質問"


def test_a_code_is_used_once_in_a_version(cast: Cast) -> None:
    section = make_version().outline[1][0]

    with pytest.raises(ValidationError, match="この版ですでに使われています"):
        operations.add_question(section, values={"code": "purpose", "kind": "text"}, by=cast.planner)


def test_sections_move_and_go(cast: Cast) -> None:
    version = make_version()
    first, second = (section for section, _questions in version.outline)

    operations.move(second, up=True, by=cast.planner)
    operations.move(second, up=True, by=cast.planner)
    operations.remove_section(first, by=cast.planner)

    assert [section.title_ja for section in version.sections.all()] == ["日程と費用"]


@pytest.mark.parametrize(
    ("code", "change", "fault"),
    [
        ("purpose", {"options": []}, "「目的」: 選択肢がありません。"),
        ("purpose", {"options": [{"value": "a", "label_ja": "x"}] * 2}, "「目的」: 同じ値の選択肢が二つあります。"),
        ("purpose", {"source": "nowhere", "options": []}, "「目的」: 選択肢の出所「nowhere」はありません。"),
        (
            "purpose",
            {"condition": {"question": "title", "equals": "x"}},
            "「目的」: 表示する条件は、この質問より前にある、答える質問を指してください。",
        ),
        ("party", {"columns": []}, "「参加者」: 表の列がありません。"),
        ("total", {"compute": {}}, "「合計」: 計算のしかたを選んでください。"),
        (
            "total",
            {"compute": {"do": "sum", "table": "budget", "column": "what"}},
            "「合計」: 合計する列が、数か金額の列ではありません。",
        ),
        (
            "days",
            {"compute": {"do": "days", "from": "starts", "to": "title"}},
            "「日数」: 日数のもとになる二つの日付が、この質問より前にありません。",
        ),
    ],
)
def test_what_cannot_be_answered_is_not_published(cast: Cast, code: str, change: dict[str, object], fault: str) -> None:
    version = make_version()
    version.questions.filter(code=code).update(**change)

    with pytest.raises(ValidationError) as refused:
        operations.publish_version(version, by=cast.planner)

    assert fault in refused.value.messages
