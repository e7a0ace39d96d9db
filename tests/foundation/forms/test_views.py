import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.forms import operations
from kakehashi.foundation.forms.models import Question, QuestionSet, Version
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.forms.samples import make_version


def _texts(content: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", content.decode()))


def _addresses(version: Version) -> list[str]:
    section, questions = version.outline[0]
    one = f"/forms/versions/{version.pk}/"
    return [
        "/forms/",
        "/forms/new/",
        one,
        f"{one}preview/",
        f"{one}sections/new/",
        f"/forms/sections/{section.pk}/",
        f"/forms/sections/{section.pk}/questions/new/",
        f"/forms/questions/{questions[0].pk}/",
    ]


def _posts(version: Version) -> list[str]:
    section, questions = version.outline[0]
    return [
        f"/forms/versions/{version.pk}/publish/",
        f"/forms/versions/{version.pk}/draft/",
        f"/forms/sections/{section.pk}/arrange/",
        f"/forms/questions/{questions[0].pk}/arrange/",
    ]


def test_editors_see_every_screen(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)

    pages = {address: client.get(address) for address in _addresses(make_version())}

    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(pages, 200)
    assert all(b"!!unknown variable" not in page.content for page in pages.values())


def test_whoever_may_not_edit_finds_nothing(cast: Cast, sign_in: SignIn) -> None:
    version = make_version()
    client = sign_in(cast.section_staff)

    statuses = [client.get(address).status_code for address in _addresses(version)]
    statuses += [client.post(address).status_code for address in _posts(version)]

    assert set(statuses) == {404}


def test_a_set_is_made_filled_and_published_on_screen(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)

    version = client.post("/forms/new/", {"code": "survey", "title_ja": "調査"}).headers["Location"]
    client.post(f"{version}sections/new/", {"title_ja": "はじめに"})
    section = Version.objects.get().sections.get()
    question = {
        "code": "kind",
        "kind": "choice",
        "label_ja": "種類",
        "options": "a | あ | A\nb|い",
        "required": "on",
    }
    client.post(f"/forms/sections/{section.pk}/questions/new/", question)
    follow = {
        "code": "why",
        "kind": "text",
        "label_ja": "理由",
        "condition_question": "kind",
        "condition_operator": "equals",
        "condition_value": "い",
    }
    client.post(f"/forms/sections/{section.pk}/questions/new/", follow)
    client.post(f"{version}publish/")

    made = Version.objects.get()
    assert made.state == "published"
    assert [(one.code, one.options, one.condition) for one in made.all_questions] == [
        (
            "kind",
            [
                {"value": "a", "label_ja": "あ", "label_en": "A"},
                {"value": "b", "label_ja": "い", "label_en": ""},
            ],
            {},
        ),
        ("why", [], {"question": "kind", "equals": "b"}),
    ]


def test_saving_a_question_untouched_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    version = make_version()
    client = sign_in(cast.planner)
    before = list(version.questions.order_by("pk").values())

    for question in version.all_questions:
        page = client.get(f"/forms/questions/{question.pk}/")
        form = page.context["form"]
        sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
        sent = {name: value for name, value in sent.items() if value is not False}
        answer = client.post(f"/forms/questions/{question.pk}/", sent)
        assert answer.status_code == 302, answer.context["form"].errors

    assert list(version.questions.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"code": "Ü"}, "code", "コードは英小文字で始め、英小文字、数字、下線(_)だけで書いてください。"),
        ({"code": "purpose"}, "__all__", "code"),
        ({"columns": "name | text"}, "columns", "コード | 種類 | 日本語 | 英語"),
        ({"columns": "name | file | 氏名"}, "columns", "種類は次のどれかにしてください"),
        ({"minimum": "5", "maximum": "1"}, "maximum", "最大値は最小値以上にしてください。"),
        (
            {"condition_question": "purpose", "condition_operator": "equals", "condition_value": "なし"},
            "condition_value",
            "選択肢の中から選んでください。",
        ),
        ({"compute_do": "days", "compute_of": "starts"}, "compute_of", "計算のもとを2個書いてください。"),
    ],
)
def test_what_cannot_be_a_question_is_said_beside_the_field(
    cast: Cast, sign_in: SignIn, change: dict[str, str], field: str, sentence: str
) -> None:
    section = make_version().outline[0][0]
    sent = {"code": "new", "kind": "text", "label_ja": "質問"} | change

    response = sign_in(cast.planner).post(f"/forms/sections/{section.pk}/questions/new/", sent)

    errors = response.context["form"].errors
    if field == "__all__":
        assert list(errors) == ["code"]
    else:
        assert (list(errors), sentence in errors[field][0]) == ([field], True)
    assert not Question.objects.filter(code="new").exists()


def test_faults_are_said_when_publishing(cast: Cast, sign_in: SignIn) -> None:
    version = make_version()
    version.questions.filter(code="purpose").update(options=[])

    response = sign_in(cast.planner).post(f"/forms/versions/{version.pk}/publish/", follow=True)

    assert "「目的」: 選択肢がありません。" in _texts(response.content)


def test_parts_are_moved_and_removed_by_buttons(cast: Cast, sign_in: SignIn) -> None:
    version = make_version()
    section, questions = version.outline[0]
    client = sign_in(cast.planner)

    client.post(f"/forms/questions/{questions[1].pk}/arrange/", {"do": "up"})
    client.post(f"/forms/questions/{questions[0].pk}/arrange/", {"do": "remove"})
    client.post(f"/forms/sections/{section.pk}/arrange/", {"do": "down"})

    again = Version.objects.get()
    assert [one.title_ja for one, _questions in again.outline] == ["日程と費用", "目的"]
    assert again.outline[1][1][0].code == "wish"


def test_preview_says_what_is_missing_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    version = make_version()
    client = sign_in(cast.planner)

    missing = client.post(f"/forms/versions/{version.pk}/preview/", {"purpose": "visit", "title": "件名の例"})
    added = client.post(f"/forms/versions/{version.pk}/preview/", {"_add_row": "party", "party-0-name": "姫野"})

    assert "「面会の希望」を入力してください。" in _texts(missing.content)
    assert 'value="件名の例"' in missing.content.decode()
    assert 'name="party-1-name"' in added.content.decode()
    assert 'value="姫野"' in added.content.decode()


def _queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get("/forms/")
    return len(captured)


def test_the_list_costs_the_same_with_more_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.planner)
    make_version()
    client.get("/forms/")

    one = _queries(client)
    for number in range(5):
        operations.create_set(code=f"s{number}", title_ja="質問票", title_en="", by=cast.planner)

    assert QuestionSet.objects.count() == 6
    assert _queries(client) == one
