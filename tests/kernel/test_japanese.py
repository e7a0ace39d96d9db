import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakehashi.kernel.japanese import clean_line, fold, fold_marked, fold_reading, is_kana, search_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("檮原町", "梼原町"),
        ("龍ケ崎市", "竜ケ崎市"),
        ("髙﨑", "高崎"),
        ("濱田", "浜田"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("ＫＡＫＥＨＡＳＨＩ", "kakehashi"),
        ("ﾊﾟﾘ", "パリ"),
        ("①", "1"),
        ("Straße", "STRASSE"),
    ],
)
def test_fold_unifies_spellings_of_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("パリ", "バリ"), ("ひめじ", "ヒメジ"), ("東京", "京東"), ("は", "ば")])
def test_fold_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ぎょうだし", "ぎようだし"),
        ("ギョウダシ", "ぎようだし"),
        ("ｷﾞｮｳﾀﾞｼ", "ぎようだし"),
        ("りゅうがさきし", "リユウガサキシ"),
        ("さっぽろ し", "さつぽろし"),
        ("にせこ−ちょう", "ニセコーチヨウ"),
        ("つくばみらい　し", "つくばみらいし"),
    ],
)
def test_readings_are_compared_without_small_kana_and_spaces(one: str, other: str) -> None:
    assert fold_reading(one) == fold_reading(other)


@given(st.text())
@example("y\uffe3")  # NFKC makes a space and a combining macron of it
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_reading(fold_reading(text)) == fold_reading(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ひめじし", True),
        ("ヒメジ シ", True),
        ("ﾋﾒｼﾞ", True),
        ("ニューヨーク", True),
        ("姫路", False),
        ("ひめじ市", False),
        ("himeji", False),
        ("", False),
        ("   ", False),
    ],
)
def test_is_kana(text: str, answer: bool) -> None:
    assert is_kana(text) is answer


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  パリ\t事務所 \r\n", "パリ 事務所"),
        ("件名\r\nBcc: someone@example.invalid", "件名 Bcc: someone@example.invalid"),
        ("\u202egnp.exe", "gnp.exe"),  # a bidi override hides the true ending
        ("零\u200b幅", "零幅"),
        ("空\x00字", "空字"),
        ("全角　空白", "全角 空白"),
        ("", ""),
    ],
)
def test_clean_line(text: str, line: str) -> None:
    assert clean_line(text) == line


@given(st.text())
def test_a_clean_line_holds_no_control_character(text: str) -> None:
    line = clean_line(text)

    assert [c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}] == []
    assert clean_line(line) == line


def test_words_to_search_for_are_few_and_short() -> None:
    words = search_words("姫路 城\u3000" + "あ" * 300 + " a b" * 30_000)

    assert words[:3] == ["姫路", "城", "あ" * 100]
    assert len(words) == 10


@pytest.mark.parametrize(
    ("text", "folded", "parts"),
    [
        ("ﾊﾟﾘ", "ぱり", ["ﾊﾟ", "ﾘ"]),
        ("㍿A", "株式会社a", ["㍿", "㍿", "㍿", "㍿", "A"]),
        ("e\u0301é", "ee", ["e\u0301", "é"]),
        ("カ\u3099髙", "が高", ["カ\u3099", "髙"]),
        ("Độ", "do", ["Đ", "ộ"]),
    ],
)
def test_folded_letters_know_where_they_stood(text: str, folded: str, parts: list[str]) -> None:
    found, spans = fold_marked(text)

    assert found == folded
    assert [text[first:last] for first, last in spans] == parts


@given(st.text())
def test_the_spans_cover_the_text_in_order(text: str) -> None:
    folded, spans = fold_marked(text)

    assert len(folded) == len(spans)
    assert spans == sorted(spans)
