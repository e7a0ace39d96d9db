"""The page on which anybody who has signed in checks a text."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.translation import queries
from kakehashi.foundation.translation.easy.linting import lint
from kakehashi.foundation.translation.easy.panel import Piece, panel
from tests.cast import Cast
from tests.conftest import SignIn

URL = "/translation/easy-japanese/"


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.officer)


def test_a_visitor_is_asked_to_sign_in(db: None, sign_in: SignIn) -> None:
    response = sign_in(None).get(reverse("translation:easy"))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_the_page_has_a_form_and_no_result_yet(client: Client) -> None:
    page = client.get(URL).content.decode()

    assert '<textarea name="text"' in page
    assert "点検の結果" not in page


def test_a_text_comes_back_with_marks_advice_and_a_proposal(client: Client) -> None:
    page = client.post(URL, {"text": "14:00に避難所へ行ってください。", "profile": "emergency"}).content.decode()

    assert '<mark data-severity="error">14:00</mark>' in page
    assert "時刻は「午前」「午後」を付けて" in page
    assert "<li>午後2時</li>" in page
    assert "14:00に 避難所《ひなんじょ》へ 行《い》ってください。" in page
    assert "<li>行（い）</li>" in page


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    page = client.post(URL, {"text": "<script>水</script>", "profile": "living"}).content.decode()

    assert "<script>水" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "", "profile": "emergency"}, "点検する文章"),
        ({"text": "水" * 5001, "profile": "emergency"}, "5000"),
        ({"text": "水", "profile": "other"}, "other"),
    ],
)
def test_what_cannot_be_checked_is_said(client: Client, sent: dict[str, str], sentence: str) -> None:
    response = client.post(URL, sent)

    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="ui-error-summary' in page
    assert sentence in page
    assert "点検の結果" not in page


def test_places_are_read_as_the_register_has_them(cast: Cast, client: Client) -> None:
    Organisation.objects.filter(pk=cast.himeji.pk).update(name_ja="神戸町", name_kana="ごうどちょう")

    page = client.post(URL, {"text": "神戸町へ", "profile": "living"}).content.decode()

    assert "神戸町《ごうどちょう》へ" in page
    assert queries.readings_of_places("神戸町へ") == {"神戸町": "ごうどちょう"}


def test_the_number_of_queries_does_not_grow_with_the_text(client: Client) -> None:
    counts = []
    for times in (1, 1, 40):  # the first fills the caches
        with CaptureQueriesContext(connection) as queries_made:
            client.post(URL, {"text": "姫路市の避難所へ逃げてください。" * times, "profile": "living"})
        counts.append(len(queries_made))

    assert counts[1] == counts[2]


def test_a_sentence_is_cut_where_hits_begin_and_end() -> None:
    text = "すぐに 14:00に にげて ください。"

    (line,) = panel(text, lint(text)).lines

    assert line.pieces == (Piece("すぐに ", ""), Piece("14:00", "error"), Piece("に にげて ください。", ""))
    assert "".join(piece.text for piece in line.pieces) == text


def test_one_rule_speaks_once_for_all_its_words() -> None:
    text = "高い山。"

    (line,) = panel(text, lint(text)).lines

    advice = {one.rule: one for one in line.advice}
    assert advice["YJ17"].message == "「高・山」にふりがながありません。漢字にはすべてふりがなを付けてください。"
    assert advice["YJ17"].proposals == ("高《たか》", "山《やま》")


def test_what_concerns_the_whole_text_stands_apart() -> None:
    text = "水を 飲みます。" * 150

    found = panel(text, lint(text))

    assert "YJ27" in {one.rule for one in found.overall}
    assert len(found.lines) == 150
