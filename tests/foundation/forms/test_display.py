import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation

from kakehashi.foundation.forms import operations
from kakehashi.foundation.forms.display import display, display_answers
from kakehashi.foundation.forms.fill import AnswerForm
from kakehashi.foundation.forms.layout import StoredFile
from tests.cast import Cast
from tests.foundation.forms.samples import COMPLETE, make_version

ANSWERS = {
    **COMPLETE,
    "items": ["visit", "fair"],
    "country": "FR",
    "published": True,
    "ends": "来年",
    "people": 1200,
    "cap": 5_000_000,
    "papers": [3],
    "total": 0,
}


def _shown(language: str) -> dict[str, object]:
    sections = display_answers(make_version(), ANSWERS, language)
    return {row.code: row.table or row.parts for section in sections for row in section.rows if not row.is_empty}


def test_answers_are_shown_in_japanese(cast: Cast) -> None:
    assert _shown("ja") == {
        "purpose": ["表敬訪問"],
        "wish": ["市長との面会"],
        "items": ["表敬訪問", "物産展"],
        "country": ["フランス"],
        "published": ["はい"],
        "starts": ["平成24年7月9日(月)"],
        "ends": ["来年"],
        "people": ["1,200"],
        "party": [["姫野 光", "はい"]],
        "total": ["0"],
        "cap": ["5,000,000円"],
        "papers": ["ファイル 1件"],
    }


def test_answers_are_shown_in_english(cast: Cast) -> None:
    shown = _shown("en")

    assert (shown["purpose"], shown["starts"], shown["cap"]) == (["Courtesy call"], ["Mon 9 July 2012"], ["¥5,000,000"])
    assert translation.get_language() == "ja"


def test_a_sheet_shows_its_open_returns_and_files(cast: Cast) -> None:
    sheet = operations.open_sheet(make_version(), about=None, by=cast.officer, permit=True, answers=ANSWERS)
    returned = operations.return_field(sheet, "title", "件名を入れてください。", by=cast.staff, permit=True)

    sections = display(sheet, describe_files=lambda ids: [StoredFile(one, f"{one}.pdf") for one in ids])

    rows = {row.code: row for section in sections for row in section.rows}
    assert rows["title"].comments == [returned]
    assert rows["papers"].files == [StoredFile(3, "3.pdf")]
    assert [section.title for section in sections] == ["目的", "日程と費用"]


def test_hidden_questions_and_notes_are_not_shown(cast: Cast) -> None:
    sections = display_answers(make_version(), {"purpose": "fair", "wish": "x"})

    codes = [row.code for section in sections for row in section.rows]
    assert "wish" not in codes
    assert "hint" not in codes


def test_the_form_shows_returns_hints_and_files(cast: Cast) -> None:
    version = make_version()
    sheet = operations.open_sheet(version, about=None, by=cast.officer, permit=True, answers=ANSWERS)
    operations.return_field(sheet, "title", "件名を入れてください。", by=cast.staff, permit=True)
    form = AnswerForm(
        version,
        answers=sheet.answers,
        complete=False,
        returns=sheet.returns.all(),
        describe_files=lambda ids: [StoredFile(one, f"{one}.pdf", "/x/", "1 KB") for one in ids],
    )

    drawn = render_to_string("forms/answer_form.html", {"form": form})
    answers = render_to_string("forms/answers.html", {"sections": display(sheet), "edit_url": "/edit/"})
    conflict = render_to_string(
        "forms/conflict.html", {"sheet": sheet, "differences": operations.conflict(sheet, {"title": "別"})}
    )
    autosave = render_to_string("forms/autosave.html", {"sheet": sheet, "url": "/save/", "user": cast.officer.user})

    assert "件名を入れてください。" in drawn
    assert "「目的」が「表敬訪問」のときだけ答えてください。" in drawn
    assert 'name="papers-remove"' in drawn
    assert 'href="/edit/#q-title"' in answers
    assert "あなたの入力" in conflict
    assert 'data-autosave-url="/save/"' in autosave
    for page in (drawn, answers, conflict, autosave):
        assert "!!unknown variable" not in page


def test_days_are_days(cast: Cast) -> None:
    answers = {**COMPLETE, "ends": dt.date(2012, 7, 11).isoformat(), "days": 3}

    sections = display_answers(make_version(), answers)

    assert [row.parts for section in sections for row in section.rows if row.code == "days"] == [["3日"]]
