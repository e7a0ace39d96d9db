import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from kakehashi.foundation.forms.fill import AnswerForm, as_data, checked
from kakehashi.foundation.forms.models import Question
from tests.cast import Cast
from tests.foundation.forms.samples import COMPLETE, make_version


def _sent(text: str) -> QueryDict:
    return QueryDict(text)


def test_complete_form_gives_understood_answers(cast: Cast) -> None:
    sent = MultiValueDict(
        {
            "purpose": ["visit"],
            "wish": ["市長との面会\r\n30分"],
            "items": ["visit", "fair"],
            "published": ["no"],
            "country": ["FR"],
            "starts": ["平成24年7月9日"],
            "ends": ["2012/7/11"],
            "people": ["12"],
            "party-0-name": ["姫野 光"],
            "party-0-head": ["yes"],
            "party-1-name": [""],
            "budget-0-what": ["旅費"],
            "budget-0-amount": ["1,200,000円"],
            "budget-2-amount": ["34000"],
            "cap": [""],
        }
    )

    form = AnswerForm(make_version(), data=sent, complete=True)

    assert form.is_valid(), form.errors
    assert form.answers == {
        "purpose": "visit",
        "wish": "市長との面会\n30分",
        "items": ["visit", "fair"],
        "published": False,
        "country": "FR",
        "starts": "2012-07-09",
        "ends": "2012-07-11",
        "days": 3,
        "people": 12,
        "party": [{"name": "姫野 光", "head": True}],
        "budget": [{"what": "旅費", "amount": 1_200_000}, {"amount": 34_000}],
        "total": 1_234_000,
    }


def test_complete_form_says_what_is_missing(cast: Cast) -> None:
    form = AnswerForm(make_version(), data=_sent("purpose=visit&party-0-head=yes"), complete=True)

    assert form.errors == {
        "wish": ["「面会の希望」を入力してください。"],
        "starts": ["「はじめの日」を入力してください。"],
        "party-0-name": ["「氏名」を入力してください。"],
    }


def test_empty_required_table_is_said_at_its_first_field(cast: Cast) -> None:
    form = AnswerForm(make_version(), data=_sent("purpose=fair&starts=2012-07-09"), complete=True)

    assert form.errors == {"party-0-name": ["「参加者」を一行以上入力してください。"]}


def test_hidden_question_is_neither_required_nor_kept(cast: Cast) -> None:
    sent = _sent("purpose=fair&wish=x&starts=2012-07-09&party-0-name=a")

    form = AnswerForm(make_version(), data=sent, complete=True)

    assert form.is_valid()
    assert "wish" not in form.answers


def test_draft_keeps_what_it_cannot_understand_as_typed(cast: Cast) -> None:
    version = make_version()
    sent = _sent("starts=来年の春%00&people=十人くらい&title=とても長い件名なので入りません&budget-0-amount=未定")

    form = AnswerForm(version, data=sent, complete=False)
    again = AnswerForm(version, answers=form.answers, complete=False)

    assert set(form.errors) == {"people", "starts", "title", "budget-0-amount"}
    assert form.answers["starts"] == "来年の春"
    assert form.answers["people"] == "十人くらい"
    assert form.answers["budget"] == [{"amount": "未定"}]
    assert again["starts"].value() == "来年の春"
    assert 'type="text"' in str(again["starts"])
    assert again["budget-0-amount"].value() == "未定"


@pytest.mark.parametrize(
    ("sent", "rows", "answers"),
    [
        ("party-0-name=a&_add_row=party", [0, 1], ["a"]),
        ("party-0-name=a&party-1-name=b&_remove_row=party-0", [1], ["b"]),
        ("party-0-name=a&_remove_row=party-0", [1], None),
        ("party-0-name=a&party-1-name=b&party-2-name=c&_add_row=party", [0, 1, 2], ["a", "b", "c"]),
    ],
)
def test_rows_are_added_and_removed_by_buttons(
    cast: Cast, sent: str, rows: list[int], answers: list[str] | None
) -> None:
    form = AnswerForm(make_version(), data=_sent(sent), complete=False)

    kept = form.answers.get("party")
    assert form.changes_rows
    assert [name for name in form.fields if name.endswith("-name")] == [f"party-{row}-name" for row in rows]
    assert (kept and [row["name"] for row in kept]) == answers


def test_too_many_rows_are_refused_in_words(cast: Cast) -> None:
    sent = _sent("purpose=fair&starts=2012-07-09&" + "&".join(f"party-{i}-name=a" for i in range(4)))

    form = AnswerForm(make_version(), data=sent, complete=True)

    assert form.errors == {"party-0-name": ["3行までにしてください。"]}


def test_prefix_names_every_field(cast: Cast) -> None:
    form = AnswerForm(make_version(), data=_sent("a-title=件名&a-party-0-name=b"), complete=False, prefix="a")

    assert form.answers == {"title": "件名", "party": [{"name": "b"}], "days": None, "total": 0}


def test_files_are_kept_removed_and_stored(cast: Cast) -> None:
    def store(question: Question, upload: object) -> int:
        if "bad" in str(upload):
            raise ValidationError("このファイルは受け取れません。")
        return 9

    files = MultiValueDict({"papers": [SimpleUploadedFile("good.txt", b"x"), SimpleUploadedFile("bad.txt", b"x")]})
    version = make_version()
    version.questions.filter(code="papers").update(max_rows=None)

    form = AnswerForm(version, data=_sent("papers-remove=4"), files=files, answers={"papers": [3, 4]}, complete=False)
    stored = form.store_files(store)

    assert (stored, form.answers["papers"]) == (False, [3, 9])
    assert form.errors == {"papers": ["このファイルは受け取れません。"]}


def test_an_id_cannot_be_smuggled_in(cast: Cast) -> None:
    form = AnswerForm(make_version(), data=_sent("papers=77"), answers={"papers": [3]}, complete=False)

    assert form.answers["papers"] == [3]


def test_checked_reads_kept_answers_as_complete(cast: Cast) -> None:
    version = make_version()

    whole, part = checked(version, COMPLETE), checked(version, {**COMPLETE, "starts": "来年"})

    assert whole.is_valid(), whole.errors
    assert set(part.errors) == {"starts"}


def test_answers_survive_the_way_through_the_browser(cast: Cast) -> None:
    version = make_version()
    answers = {**COMPLETE, "budget": [{"what": "旅費", "amount": 5_000}], "items": ["fair"], "people": 2.5, "cap": 1000}

    form = AnswerForm(version, data=as_data(version, answers), complete=True)

    assert form.answers == {**answers, "days": None, "total": 5_000}
