"""Proposals of readings: which, where, and how sure."""

import pytest

from kakehashi.foundation.translation.easy.counting import number_reading, read
from kakehashi.foundation.translation.easy.furigana import aligned, propose
from kakehashi.foundation.translation.easy.marks import KANJI
from kakehashi.kernel import ruby


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("避難所へ逃げてください。", "避難所《ひなんじょ》へ逃《に》げてください。"),
        ("新しい取り組み", "新《あたら》しい取《と》り組《く》み"),
        ("20日", "｜20日《はつか》"),
        ("1月1日", "1月《がつ》｜1日《ついたち》"),
        ("1人と2人と3人", "｜1人《ひとり》と｜2人《ふたり》と3人《にん》"),
        ("4時10分", "｜4時《よじ》｜10分《じゅっぷん》"),
        ("9時", "｜9時《くじ》"),
        ("7日間", "｜7日間《なのかかん》"),
        ("何人いますか", "何人《なんにん》いますか"),
        ("2026年", "2026年《ねん》"),
        ("１０，０００円", "１０，０００円《えん》"),
        ("6か月", "｜6か月《ろっかげつ》"),
        ("3階", "｜3階《さんがい》"),
        ("今日は台風です", "今日《きょう》は台風《たいふう》です"),
        ("かなだけ", "かなだけ"),
    ],
)
def test_words_numbers_and_counters_are_read(text: str, proposed: str) -> None:
    assert propose(text).text == proposed


@pytest.mark.parametrize(
    "text",
    [
        "避難所《ひなんじょ》",
        "避難所（ひなんじょ）",
        "避難所(ひなんじょ)",
        "｜3日《みっか》",
        "<ruby>水<rt>みず</rt></ruby>",
    ],
)
def test_readings_already_written_stay(text: str) -> None:
    assert propose(text).text == text


def test_what_stands_in_tags_and_slots_is_not_touched() -> None:
    text = '<a title="水">水</a>{水}'

    assert propose(text).text == '<a title="水">水《みず》</a>{水}'


def test_names_are_read_as_handed_in_and_are_certain() -> None:
    plain = propose("神戸町へ")
    named = propose("神戸町へ", {"神戸町": "ゴウドチョウ"})

    assert named.text == "神戸町《ごうどちょう》へ"
    assert named.doubtful == ()
    assert plain.doubtful


def test_words_with_two_readings_are_left_to_a_person() -> None:
    proposal = propose("家の方へ行って、1日待ってください。1日に1回。")

    doubtful = {reading.base for reading in proposal.doubtful}

    assert doubtful == {"家", "方", "行", "1日"}
    assert [reading.is_certain for reading in proposal.readings if reading.base == "1日"] == [False, True]


def test_a_day_with_a_month_is_the_first() -> None:
    readings = {(reading.base, reading.reading) for reading in propose("11月1日に1日休みます。").readings}

    assert {("1日", "ついたち"), ("1日", "いちにち")} <= readings


def test_places_of_readings_are_those_of_the_text() -> None:
    text = "ここは 避難所です。"

    (reading,) = propose(text).readings

    assert text[reading.start : reading.end] == "避難所"


def test_the_proposal_can_be_read_back() -> None:
    text = "11月1日、市役所の2階で20人分の毛布を配ります。"

    proposal = propose(text).text

    assert ruby.without_ruby(proposal) == text
    assert all(reading or not any(sign in KANJI for sign in base) for base, reading in ruby.segments(proposal))


@pytest.mark.parametrize(
    ("number", "reading"),
    [
        (0, "ゼロ"),
        (7, "なな"),
        (300, "さんびゃく"),
        (8600, "はっせんろっぴゃく"),
        (10_000, "いちまん"),
        (1_000_000, "ひゃくまん"),
    ],
)
def test_numbers_are_read(number: int, reading: str) -> None:
    assert number_reading(number) == reading


def test_counters_bend_the_number() -> None:
    read_as = [read(number, "分") for number in (1, 3, 4, 6, 8, 10, 15, 30)]

    assert [counted.reading for counted in read_as if counted] == [
        "いっぷん", "さんぷん", "よんぷん", "ろっぷん", "はっぷん", "じゅっぷん", "じゅうごふん", "さんじゅっぷん",
    ]  # fmt: skip
    assert read(1, "知らない助数詞") is None


def test_a_reading_that_does_not_fit_stays_whole() -> None:
    assert aligned("取り組み", "とりくみ") == [("取", "と"), ("り", ""), ("組", "く"), ("み", "")]
    assert aligned("今日", "きょう") == [("今日", "きょう")]
    assert aligned("取り組み", "ちがう") == [("取り組み", "ちがう")]
