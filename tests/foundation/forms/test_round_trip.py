"""The same form goes out and comes back without loss: whatever is answered, whatever is done to the file in between."""

import datetime as dt
import io
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kakehashi.foundation.forms.choices import SILENT_KINDS, QuestionKind
from kakehashi.foundation.forms.exchange import INDEX, to_xlsx
from kakehashi.foundation.forms.fill import AnswerForm, as_data
from kakehashi.foundation.forms.models import Answers, Version
from kakehashi.foundation.forms.returning import from_xlsx
from kakehashi.foundation.forms.shapes import Ask, ask_columns, ask_question
from tests.cast import Cast
from tests.foundation.forms.samples import make_version

LINES = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    [
        "=1+1",
        "@SUM(A1)",
        "+81",
        "-",
        "007",
        "1e5",
        "TRUE",
        "2012-07-09",
        "_x0041_",
        "全角 ＡＢＣ",
        "改行\nあり",
        "'引用",
        "<b>&amp;",
        "\t",
    ]
)


def values_of(ask: Ask) -> st.SearchStrategy[Any]:
    """Anything that may be typed into a field."""
    codes = [code for code, _label in ask.choices]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        QuestionKind.CHOICE: st.sampled_from(codes or [""]),
        QuestionKind.COUNTRY: st.sampled_from(codes or [""]),
        QuestionKind.MULTIPLE: st.sets(st.sampled_from(codes or [""])).map(
            lambda found: [code for code in codes if code in found]
        ),
        QuestionKind.YES_NO: st.sampled_from(["yes", "no", ""]),
        QuestionKind.DATE: st.dates(dt.date(1868, 1, 25), dt.date(2100, 12, 31)).map(dt.date.isoformat),
        QuestionKind.NUMBER: st.integers(-(10**12), 10**12).map(str) | st.decimals(-1000, 1000, places=3).map(str),
        QuestionKind.MONEY: st.integers(0, 10**12).map(str),
        QuestionKind.TEXTAREA: st.lists(LINES, max_size=4).map("\n".join),
    }
    typed = kinds.get(QuestionKind(ask.kind), LINES)
    return typed if ask.kind == QuestionKind.MULTIPLE else typed | LINES


def typed_into(version: Version, data: st.DataObject) -> Answers:
    """Answers as the page would keep them: what was typed, understood where it can be."""
    typed: Answers = {}
    for question in version.all_questions:
        if question.kind in SILENT_KINDS or question.kind == QuestionKind.FILE:
            continue
        if question.kind == QuestionKind.TABLE:
            row = st.fixed_dictionaries({ask.code: values_of(ask) for ask in ask_columns(question)})
            typed[question.code] = data.draw(st.lists(row, max_size=4))
        else:
            typed[question.code] = data.draw(values_of(ask_question(question)))
    form = AnswerForm(version, data=as_data(version, typed), complete=False)
    form.is_valid()
    return form.answers


class RoundTrip(TestCase):
    @settings(
        max_examples=12,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def test_whatever_is_answered_comes_back(self, data: st.DataObject) -> None:
        version = make_version()
        answers = typed_into(version, data)

        back = from_xlsx(to_xlsx(version, answers))

        assert AnswerForm(version, data=as_data(version, back.answers), complete=False).answers == back.answers
        assert back.over(answers) == answers


@pytest.fixture
def version(cast: Cast) -> Version:
    return make_version()


def test_what_is_no_number_comes_back_as_it_was_typed(version: Version) -> None:
    answers = {"people": "0E0", "purpose": "visit", "days": None, "total": 0}

    assert from_xlsx(to_xlsx(version, answers)).answers == answers


def test_the_longest_text_comes_back(version: Version) -> None:
    answers = {"wish": "長" * 10_000, "purpose": "visit", "days": None, "total": 0}

    assert from_xlsx(to_xlsx(version, answers)).answers == answers


def test_the_longest_table_comes_back(version: Version) -> None:
    answers = {
        "budget": [{"what": f"費目{row}", "amount": row} for row in range(1, 201)],
        "total": 20_100,
        "days": None,
    }

    back = from_xlsx(to_xlsx(version, answers))

    assert (back.answers, back.unread) == (answers, [])


def rewritten(content: bytes, change: Any) -> bytes:
    """The file after somebody changed its pages: `change` gets them as lists of rows by name."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    change(sheets)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as new:
        for name, rows in sheets.items():
            page = new.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    page.write(number, column, str(value) if isinstance(value, dt.date) else value)
    return target.getvalue()


ANSWERS = {
    "purpose": "visit",
    "wish": "面会",
    "items": ["fair"],
    "title": "件名",
    "party": [{"name": "姫野"}],
    "days": None,
    "total": 0,
}


def test_lines_put_in_and_pages_moved_do_no_harm(version: Version) -> None:
    def change(sheets: dict[str, list[list[Any]]]) -> None:
        sheets["回答"].insert(4, ["", "メモ", "自由に"])
        sheets["回答"].append(["", "メモ", "自由に"])
        sheets["回答"] = sheets.pop("回答")

    back = from_xlsx(rewritten(to_xlsx(version, ANSWERS), change))

    assert (back.answers, back.unread) == (ANSWERS, [])


def test_what_was_taken_out_keeps_its_answer_and_is_named(version: Version) -> None:
    def change(sheets: dict[str, list[list[Any]]]) -> None:
        sheets["回答"] = [row for row in sheets["回答"] if "件名" not in row]
        del sheets["1 参加者"]

    back = from_xlsx(rewritten(to_xlsx(version, ANSWERS), change))

    assert back.over(ANSWERS) == ANSWERS
    assert [one.label for one in back.unread] == ["参加者", "件名"]


def test_what_was_emptied_is_emptied(version: Version) -> None:
    def change(sheets: dict[str, list[list[Any]]]) -> None:
        for row in sheets["回答"]:
            if "件名" in row:
                row[2] = ""

    back = from_xlsx(rewritten(to_xlsx(version, ANSWERS), change))

    assert "title" not in back.over(ANSWERS | {"papers": [3]})
    assert back.over(ANSWERS | {"papers": [3]})["papers"] == [3]


def test_rows_beyond_the_limit_are_named(version: Version) -> None:
    def change(sheets: dict[str, list[list[Any]]]) -> None:
        sheets["1 参加者"] += [[f"人{row}", ""] for row in range(250)]

    back = from_xlsx(rewritten(to_xlsx(version), change))

    assert "200行" in str(back.unread[0])


def test_every_cell_that_was_not_understood_is_named(version: Version) -> None:
    back = from_xlsx(to_xlsx(version, {"starts": "来年の春", "budget": [{"what": "会場", "amount": "十万"}]}))

    assert [(one.place, one.label, one.typed) for one in back.unread] == [
        ("回答!C16", "はじめの日", "来年の春"),
        ("2 予算!B2", "予算 1行目 金額", "十万"),
    ]


def test_the_stamp_comes_back_unless_it_was_changed(version: Version) -> None:
    stamp = {"kind": "top-sales", "about": ["cases.case", 12], "revision": 3}
    content = to_xlsx(version, stamp=stamp)

    def change(sheets: dict[str, list[list[Any]]]) -> None:
        sheets[INDEX][1][1] = sheets[INDEX][1][1].replace("a", "b", 1)

    assert from_xlsx(content).stamp == stamp
    assert from_xlsx(rewritten(content, change)).stamp == {}
    assert from_xlsx(to_xlsx(version)).stamp == {}


def test_what_is_too_long_for_a_cell_stays(version: Version) -> None:
    answers = {"wish": "長" * 40_000, "purpose": "visit", "title": "短", "budget": [{"what": "長" * 40_000}]}

    back = from_xlsx(to_xlsx(version, answers))

    assert {code: back.over(answers)[code] for code in answers} == answers


def test_what_is_offered_no_more_stays_chosen(version: Version) -> None:
    answers = {"items": ["fair", "former"]}

    assert from_xlsx(to_xlsx(version, answers)).answers["items"] == ["fair", "former"]
