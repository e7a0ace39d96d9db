import time

import pytest

from kakehashi.foundation.notices.receiving.pages import words_of_page
from kakehashi.foundation.notices.receiving.replies import new_words

ANSWER = "3名です。\n\nよろしくお願いします。"


@pytest.mark.parametrize(
    "quotation",
    [
        "2012年7月9日(月) 10:00 パリ事務所 <a@example.jp>:\n> 人数は。",
        "2012年7月9日(月) 10:00、パリ事務所 <a@example.jp> のメール:\n> 人数は。",
        "2012/07/09 10:00、架け橋 さんは書きました:\n> 人数は。",
        "On Mon, Jul 9, 2012 at 10:00 AM Paris Office\n<a@example.jp> wrote:\n> How many?",
        "On Mon, Jul 9, 2012 at 10:00 AM Paris Office <a@example.jp> wrote:\n\nHow many?",
        "-----元のメッセージ-----\n差出人: パリ事務所\n人数は。",
        "-----Original Message-----\nFrom: Paris\nHow many?",
        "________________________________\nFrom: Paris\nSent: Monday\nTo: Himeji\nHow many?",
        "差出人： パリ事務所\n送信日時： 2012年7月9日\n宛先： 姫路市\n件名： 人数\n\n人数は。",
        "##- 返信はこの行より上に書いてください -##\n人数は。",
        "> ##- 返信はこの行より上に書いてください -##\n> 人数は。",
        "-- \n姫野 光",
        "━━━━━━━━━━━━\n姫路市 国際交流課 姫野\nTEL 079-000-0000\n━━━━━━━━━━━━",
        "*-*-*-*-*-*-*-*\n姫野 himeno@example.jp",
        "iPhoneから送信",
    ],
)
def test_quotations_and_signatures_are_left_out(quotation: str) -> None:
    assert new_words(f"{ANSWER}\n\n{quotation}") == ANSWER


def test_answers_between_quoted_lines_are_kept() -> None:
    text = "姫路です。\n\n2012年7月9日(月) 10:00 パリ <a@example.jp>:\n> 人数は。\n3名です。\n> 時期は。\n10月です。"

    assert new_words(text) == "姫路です。\n\n3名です。\n10月です。"


@pytest.mark.parametrize(
    "text",
    [
        "> 全部引用です。",
        "日程案\n----------------\n10月15日 フランス観光庁\n10月16日 パリ市",
        "2012年7月9日の会議の件です。担当は姫野です。",
        "件名: 訪問について",
    ],
)
def test_what_may_be_meant_is_kept(text: str) -> None:
    assert new_words(text) == text


@pytest.mark.parametrize(
    "text", ["On x" * 25_000, "\n" * 100_000, "> " * 50_000, "On x\n" * 20_000, ("a" * 399 + "\n") * 250]
)
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()

    new_words(text)

    assert time.perf_counter() - began < 20  # a way that goes wrong takes minutes


def test_a_page_is_read_as_lines_without_what_it_quotes() -> None:
    page = (
        "<html><head><style>p{color:red}</style></head><body><p>3名&amp;1名です。</p><div>よろ<b>しく</b></div>"
        "<script>alert(1)</script><blockquote>人数は。<blockquote>古い</blockquote></blockquote><p>以上</p></body>"
    )

    assert words_of_page(page) == "3名&1名です。\n\nよろしく\n\n以上"


def test_a_deep_page_is_read() -> None:
    assert words_of_page("<blockquote>" * 100_000 + "x") == ""
    assert words_of_page("<div>" * 100_000 + "x") == "x"
