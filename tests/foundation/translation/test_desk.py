"""The translators' desk: the board, the list, one unit, the editor."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.foundation.translation.choices import State, Weight
from kakehashi.foundation.translation.models import Competence, Text
from kakehashi.foundation.translation.operations import UnitSeed, load_units, sign, withdraw, write_text
from tests.cast import Cast
from tests.conftest import SignIn
from tests.foundation.translation.conftest import DRAFTS, SEEDER, Desk

BOARD = reverse("translation:board")
TEXTS = reverse("translation:texts")


@pytest.fixture
def client(desk: Desk, sign_in: SignIn) -> Client:
    return sign_in(desk.translator)


def address(desk: Desk, language: str = "en") -> str:
    return reverse("translation:text", args=[desk.unit.pk, language])


def move(desk: Desk, code: str, text: Text) -> tuple[str, dict[str, object]]:
    return reverse("translation:move_text", args=[desk.unit.pk, text.language_id, code]), {
        "text": text.pk,
        "source": source_of(desk, text.language_id),
    }


def source_of(desk: Desk, language: str) -> str:
    """The meaning of the source the page shows."""
    return {"ja": "", "ja-x-yasashi": desk.standing("ja").meaning}.get(language, desk.standing("ja-x-yasashi").meaning)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client: Client, url: str) -> int:
    page(client, url)
    with CaptureQueriesContext(connection) as queries:
        page(client, url)
    return len(queries)


def written(desk: Desk, language: str = "en", body: str = "Earthquake.") -> Text:
    expected = Text.objects.filter(unit=desk.unit, language=language).count()
    return write_text(unit=desk.unit, language=language, body=body, expected=expected, by=desk.translator)


def shares(board: str, language: str) -> list[str]:
    """What the board says of each shelf in the language."""
    found = re.findall(
        rf'\?language={language}&amp;shelf=[^"]+">\s*<span class="tr-share__words">(.*?)</a>', board, re.S
    )
    return [" ".join(re.sub("<.*?>", "", words).split()) for words in found]


def is_marked(rows: list[str], language: str) -> bool:
    (row,) = (row for row in rows if f'<th scope="row">{language}<' in row)
    return "下書きだけ・未点検" in row


@pytest.mark.parametrize("url", [BOARD, TEXTS])
def test_only_translators_and_keepers_see_the_desk(url: str, desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    people = [desk.translator, cast.planner, cast.officer, cast.neighbour, cast.operator]

    assert [sign_in(person).get(url).status_code for person in people] == [200, 200, 403, 403, 403]


def test_drafts_are_nobody_elses_business(desk: Desk, cast: Cast, sign_in: SignIn) -> None:
    unit = reverse("translation:unit", args=[desk.unit.pk])

    assert sign_in(cast.planner).get(unit).status_code == 200
    assert [sign_in(cast.neighbour).get(url).status_code for url in (unit, address(desk))] == [403, 403]


def test_what_does_not_exist_is_not_found(desk: Desk, client: Client) -> None:
    urls = [
        reverse("translation:unit", args=[999_999]),
        reverse("translation:text", args=[999_999, "en"]),
        reverse("translation:text", args=[desk.unit.pk, "xx"]),
    ]

    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    assert client.get(move(desk, "adopt", desk.latest("en"))[0]).status_code == 404
    assert client.post(*move(desk, "eat", desk.latest("en"))).status_code == 404
    assert client.post(move(desk, "adopt", desk.latest("en"))[0], {"text": "x"}).status_code == 404


def test_the_board_counts_every_language_and_leads_to_the_lists(desk: Desk, client: Client) -> None:
    sign(written(desk), by=desk.checker)

    overview, shelf = page(client, BOARD), page(client, f"{BOARD}?shelf=disaster.sentence")

    assert shares(overview, "en") == ["点検済み 1"]
    assert shares(overview, "fr") == ["点検済み 0 下書き 1"]
    assert shares(overview, "vi") == ["点検済み 0 ない 1"]
    assert f'{TEXTS}?language=fr&amp;shelf=disaster.sentence&amp;status=machine"><span' in shelf
    assert f'{TEXTS}?language=vi&amp;shelf=disaster.sentence&amp;status=missing"><span' in shelf


def test_the_board_marks_languages_in_which_there_are_drafts_only(desk: Desk, client: Client) -> None:
    written(desk)

    rows = page(client, BOARD).split("<tr>")

    assert [name for name in ("英語", "フランス語", "ベトナム語") if is_marked(rows, name)] == ["フランス語"]


def test_a_stale_text_and_one_to_be_checked_have_stretches_of_their_own(desk: Desk, client: Client) -> None:
    load_units([UnitSeed("disaster.sentence.N-2", "文", DRAFTS)], by=SEEDER)
    written(desk)
    before = shares(page(client, BOARD), "en")

    rewritten = write_text(
        unit=desk.unit, language="ja", body="大きな地震です。", expected=1, weight=Weight.MAJOR, by=desk.translator
    )
    sign(rewritten, by=desk.checker)
    overview = page(client, BOARD)

    assert before == ["点検済み 0 訳文 1 下書き 1"]
    assert shares(overview, "en") == ["点検済み 0 下書き 1 原文より古い 1"]
    assert '<rect class="tr-part" data-part="stale" x="50.00%" width="50.00%" height="100%" />' in overview


def test_the_board_says_what_waits_for_the_viewer(desk: Desk, client: Client, sign_in: SignIn) -> None:
    written(desk)

    assert "英語: 点検待ち" not in page(client, BOARD)
    assert f"{TEXTS}?language=en&amp;status=to_check&amp;who=for_me" in page(sign_in(desk.checker), BOARD)


def test_the_list_is_narrowed(desk: Desk, client: Client) -> None:
    written(desk)
    title = "地震がありました</a>"

    assert f'href="{address(desk)}"' in page(client, f"{TEXTS}?language=en")
    assert title in page(client, f"{TEXTS}?language=en&status=to_check&who=mine&q=Earth&shelf=disaster.sentence")
    for other in (
        "status=machine",
        "who=for_me",
        "q=津波",
        "status=missing",
        "status=stale",
        "language=fr&status=checked",
    ):
        assert "この条件にあてはまる文章はありません" in page(client, f"{TEXTS}?language=en&{other}")
    assert title in page(client, f"{TEXTS}?language=vi&status=missing")
    assert title in page(client, f"{TEXTS}?language=xx&status=eaten&who=nobody")


def test_lists_cost_the_same_whatever_their_length(desk: Desk, client: Client) -> None:
    urls = [BOARD, f"{BOARD}?shelf=disaster.sentence", f"{TEXTS}?language=en"]
    before = [queries_of(client, url) for url in urls]

    seeds = [UnitSeed(f"disaster.sentence.N-{number}", "文", DRAFTS) for number in range(30)]
    load_units(seeds, by=SEEDER)

    assert [queries_of(client, url) for url in urls] == before


def test_the_editor_shows_source_and_pivot_beside(desk: Desk, client: Client) -> None:
    shown = page(client, address(desk))

    assert '<div class="tr-body" lang="ja-x-yasashi">' in shown
    assert "<ruby>地震<rp>(</rp><rt>じしん</rt><rp>)</rp></ruby>" in shown
    assert DRAFTS["ja"] in shown
    assert 'lang="en" dir="ltr"' in shown


def test_a_rare_word_says_how_it_becomes_known(desk: Desk, client: Client) -> None:
    how = "この言語のどの文章でも、知られた言葉になります。"
    sent = {"body": "Tatamidatami", "expected": 1, "source": source_of(desk, "fr"), "check": "1"}

    rare, plain = (client.post(address(desk, "fr"), sent | body) for body in ({}, {"body": "Il y a un séisme."}))

    assert [answer.content.decode().count(how) for answer in (rare, plain)] == [1, 0]


def test_arabic_is_written_from_right_to_left(desk: Desk, client: Client) -> None:
    assert 'lang="ar" dir="rtl"' in page(client, address(desk, "ar"))


def test_a_new_version_is_saved_from_the_page(desk: Desk, client: Client) -> None:
    sent = {"body": "An earthquake.", "weight": Weight.MINOR, "expected": 1, "source": source_of(desk, "en")}

    response = client.post(address(desk), sent)

    assert (response.status_code, response["Location"]) == (302, address(desk))
    assert (desk.latest("en").body, desk.latest("en").weight) == ("An earthquake.", Weight.MINOR)


def test_who_was_second_sees_both_versions_and_can_save_again(desk: Desk, client: Client) -> None:
    written(desk, body="There was a strong earthquake.")
    sent = {
        "body": "There was an earthquake now.",
        "weight": Weight.MINOR,
        "expected": 1,
        "source": source_of(desk, "en"),
    }

    response = client.post(address(desk), sent)
    shown = response.content.decode()

    assert response.status_code == 409
    assert "<ins>an</ins>" in shown
    assert 'name="expected" value="2"' in shown
    assert client.post(address(desk), sent | {"expected": 2}).status_code == 302


def test_a_source_that_moves_while_one_types_makes_the_text_stale_and_the_editor_says_so(
    desk: Desk, client: Client
) -> None:
    sent = {"body": "An earthquake.", "weight": Weight.MINOR, "expected": 1, "source": source_of(desk, "en")}
    written(desk, "ja-x-yasashi", "大《おお》きい 地震《じしん》が ありました。")

    looked = client.post(address(desk), sent | {"check": "1"}).content.decode()
    saved = client.post(address(desk), sent, follow=True).content.decode()

    assert ("書いている間に、原文が変わりました" in looked, "<ins>大" in looked) == (True, True)
    assert f'name="source" value="{source_of(desk, "en")}"' in looked
    assert (desk.latest("en").is_stale, "今の原文に合わせてください" in saved) == (True, True)
    assert "訳したときからの違い" in saved


def test_checking_without_saving_saves_nothing(desk: Desk, client: Client) -> None:
    sent = {"body": "Typed only.", "weight": Weight.MINOR, "expected": 1, "source": source_of(desk, "en")}

    shown = client.post(address(desk), sent | {"check": "1"}).content.decode()
    fragment = client.post(address(desk), sent | {"check": "1"}, headers={"HX-Request": "true"}).content.decode()

    assert "Typed only.</textarea>" in shown
    assert "<html" not in fragment
    assert desk.latest("en").body == DRAFTS["en"]


def test_nothing_and_the_same_are_refused_in_words(desk: Desk, client: Client) -> None:
    written(desk)
    sent = {"weight": Weight.MINOR, "expected": 2, "source": source_of(desk, "en")}

    empty, same = (client.post(address(desk), sent | {"body": body}) for body in ("", "Earthquake."))

    assert (empty.status_code, same.status_code) == (422, 422)
    assert "前の版と同じ文章です" in same.content.decode()


def test_an_older_version_can_be_taken_into_the_box(desk: Desk, client: Client) -> None:
    first = desk.latest("en")
    written(desk)

    assert f"{DRAFTS['en']}</textarea>" in page(client, f"{address(desk)}?insert={first.pk}")
    assert "Earthquake.</textarea>" in page(client, f"{address(desk)}?insert=x")


def test_the_moves_of_a_text(desk: Desk, client: Client, sign_in: SignIn) -> None:
    other = sign_in(desk.checker)

    client.post(*move(desk, "adopt", desk.latest("en")))
    assert desk.latest("en").state == State.TRANSLATED
    own = client.post(*move(desk, "sign", desk.latest("en")))
    assert (own.status_code, "自分が書いた文章は点検できません" in own.content.decode()) == (422, True)
    url, sent = move(desk, "send_back", desk.latest("en"))
    assert other.post(url, sent).status_code == 422
    other.post(url, sent | {"reason": "冠詞がありません。"})
    assert "冠詞がありません。" in page(client, address(desk))
    other.post(*move(desk, "sign", desk.latest("en")))
    assert desk.standing("en").state == State.CHECKED
    url, sent = move(desk, "withdraw", desk.latest("en"))
    other.post(url, sent | {"reason": "誤訳です。"})
    assert "取り下げられています" in page(client, address(desk))
    other.post(*move(desk, "restore", desk.latest("en")))
    assert desk.standing("en").state == State.CHECKED


def test_the_page_offers_only_what_the_person_may_do(desk: Desk, client: Client, sign_in: SignIn, cast: Cast) -> None:
    adopt = "機械の下書きをこのまま引き受ける"
    Competence.objects.filter(person=desk.checker, language="en").delete()

    assert adopt in page(client, address(desk))
    for person in (desk.checker, cast.planner):
        shown = page(sign_in(person), address(desk))
        assert (adopt in shown, "<textarea" in shown) == (False, False)
        assert sign_in(person).post(*move(desk, "adopt", desk.latest("en"))).status_code == 403


def test_a_stale_text_shows_what_changed_in_its_source(desk: Desk, client: Client) -> None:
    written(desk, "ja-x-yasashi", "大《おお》きい 地震《じしん》が ありました。")

    shown = page(client, address(desk))

    assert "原文が新しくなりました" in shown
    assert "<ins>大</ins>" in shown or "<ins>大《" in shown


def test_the_unit_says_what_residents_see(desk: Desk, client: Client) -> None:
    sign(written(desk), by=desk.checker)
    written(desk, body="A quake.")
    withdraw(desk.standing("fr"), by=desk.checker, remark="誤訳です。")

    shown = page(client, reverse("translation:unit", args=[desk.unit.pk]))

    assert "住民には第2版が見えています" in shown
    assert "住民には見えません" in shown


def test_furigana_is_proposed_for_a_person_to_confirm(desk: Desk, client: Client) -> None:
    sent = {
        "body": "避難所へ 行って ください。",
        "weight": Weight.MINOR,
        "expected": 1,
        "source": source_of(desk, "ja-x-yasashi"),
    }

    shown = client.post(address(desk, "ja-x-yasashi"), sent | {"furigana": "1"}).content.decode()

    assert "避難所《ひなんじょ》へ 行《い》って ください。</textarea>" in shown
    assert desk.latest("ja-x-yasashi").version == 1


def test_the_linter_speaks_beside_easy_japanese_only(desk: Desk, client: Client) -> None:
    assert "やさしさ" in page(client, address(desk, "ja-x-yasashi"))
    assert "やさしさ" not in page(client, address(desk, "ja"))


def test_what_was_said_of_like_sentences_can_be_put_in(desk: Desk, client: Client) -> None:
    texts = {"ja": "大きな地震がありました。", "en": "There was a big earthquake."}
    unit = load_units([UnitSeed("disaster.sentence.QK-09", "大きな地震", texts)], by=SEEDER).units[
        "disaster.sentence.QK-09"
    ]
    like = Text.objects.get(unit=unit, language="en")

    shown = page(client, address(desk))

    assert f'href="?insert={like.pk}"' in shown
    assert "There was a big earthquake.</textarea>" in page(client, f"{address(desk)}?insert={like.pk}")
