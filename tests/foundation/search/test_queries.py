import datetime as dt
import random

import pytest
from pytest_django import DjangoAssertNumQueries

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search import index, queries, tokens
from kakehashi.foundation.search.queries import Mode
from kakehashi.kernel.references import Ref
from tests.foundation.search.conftest import Hand

DAY = dt.datetime(2012, 7, 9, tzinfo=dt.UTC)
SIGNS = "京都府東市国際交流観光防災にほんごのパリー・ドンabcAB12 １．%_'\"ภูมิแผ่นभूकम्पမြန်زلزال𠮷檮梼ｶﾞ\n"


def found(text: str, viewer: Person | None = None, **options: object) -> list[Ref]:
    return [hit.ref for hit in queries.search(text, viewer=viewer, **options).hits]  # type: ignore[arg-type]  # handed through


def test_words_are_found_as_a_scan_finds_them(db: None) -> None:
    """Recall and precision against a scan of the folded text, whatever the signs."""
    chance = random.Random(7)  # noqa: S311  # the same texts every time
    texts = ["".join(chance.choices(SIGNS, k=chance.randint(5, 60))) for _ in range(300)]
    index.put_many(
        index.Handed(ref=Ref("test.thing", n), title=text[:5], body=text[5:], url="/", is_public=True)
        for n, text in enumerate(texts)
    )
    folded = [f"{tokens.fold(text[:5])}\n{tokens.fold(text[5:])}" for text in texts]
    asked = [tokens.fold(chance.choice(texts))[start : start + size] for start in range(8) for size in range(1, 9)]

    for text in asked:
        phrase = " ".join(text.replace('"', " ").split())
        if not tokens.runs(phrase):
            continue
        wanted = {Ref("test.thing", n) for n, row in enumerate(folded) if phrase in row}
        result = queries.search(f'"{phrase}"', viewer=None, limit=300)

        assert (result.mode, {hit.ref for hit in result.hits}) == (Mode.WORDS, wanted) or not wanted, phrase
        assert result.total == len(wanted) or not wanted


def test_all_words_must_stand_in_the_text(hand: Hand) -> None:
    both = hand("姫路市の観光", "パリで展示会を開いた")
    hand("姫路市の防災", "ロンドン")

    assert found("姫路 パリ") == [both]
    assert found("パリ　姫路") == [both]


def test_quoted_words_are_one_phrase(hand: Hand) -> None:
    together = hand("New York office")
    apart = hand("New office in York")

    assert found('"new york"') == [together]
    assert set(found("new york")) == {together, apart}


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("県", "兵庫県"),
        ("ＪＥＴ", "jetプログラム"),
        ("檮原", "梼原町"),
        ("剥製", "剝製の輸送"),
        ("airport", "At the Airport"),
        ("แผ่นดิน", "แผ่นดินไหว"),
        ("ไหว", "แผ่นดินไหว"),
        ("ချက်ချင်း", "ချက်ချင်းကယ်ဆယ်ရေး"),
        ("भूकम्प", "भूकम्प सूचना"),
        ("زلزال", "إشعار زلزال"),
        ("ドン・キホーテ", "小説ドン・キホーテの里"),
    ],
)
def test_any_script_is_found(hand: Hand, asked: str, title: str) -> None:
    ref = hand(title)
    hand("別のもの")

    assert found(asked) == [ref]


def test_whole_words_stand_above_parts_of_longer_words(hand: Hand) -> None:
    word = hand("古都の旅", "秋の京都を訪ねた。", updated_at=DAY)
    parts = [hand("首都の旅", f"東京都を訪ねた。東京都庁{n}。東京都。") for n in range(3)]

    assert found("京都")[0] == word
    assert set(found("京都")) == {word, *parts}


def test_words_in_the_title_stand_first(hand: Hand) -> None:
    in_text = hand("旅の記録", "防災の話、防災の話、防災の話")
    in_title = hand("防災の記録", "旅の話", updated_at=DAY)

    assert found("防災") == [in_title, in_text]


def test_a_reading_finds_the_word(hand: Hand) -> None:
    ref = hand("兵庫県の姉妹都市")
    hand("大阪府の姉妹都市")

    result = queries.search("ひょうご", viewer=None)

    assert (result.mode, [hit.ref for hit in result.hits]) == (Mode.VARIANTS, [ref])
    assert found("ひようごけん") == [ref]


def test_exact_hits_come_before_other_spellings(hand: Hand) -> None:
    exact = hand("引越しの相談")
    other = hand("引っ越しの手続")

    result = queries.search("引越し", viewer=None)

    assert (result.mode, result.total, [hit.ref for hit in result.hits]) == (Mode.WORDS, 1, [exact])
    assert [hit.ref for hit in result.also] == [other]


def test_a_question_is_answered_by_the_nearest(hand: Hand) -> None:
    answer = hand("姉妹都市の提携", "姫路市は1984年にベルギーのシャルルロワ市と姉妹都市の提携を結びました。")
    hand("観光展", "パリで観光展を開きました。")

    result = queries.search("姫路市が姉妹都市の提携を結んだのはいつですか？", viewer=None)

    assert (result.mode, result.hits[0].ref) == (Mode.RANKED, answer)


def test_words_that_no_text_holds_together_are_ranked(hand: Hand) -> None:
    ref = hand("パリの観光展")

    result = queries.search("パリ 防災訓練", viewer=None)

    assert (result.mode, [hit.ref for hit in result.hits]) == (Mode.RANKED, [ref])


def test_filters_and_counts(hand: Hand) -> None:
    case = hand("防災の事例", kind="test.case", fiscal_year=2012)
    old = hand("防災の事例", kind="test.case", fiscal_year=2011)
    guide = hand("防災の手引", kind="test.guide", fiscal_year=2012)

    result = queries.search("防災", viewer=None, kinds=["test.case"], fiscal_year=2012)

    assert ([hit.ref for hit in result.hits], result.total) == ([case], 1)
    assert result.kinds == {"test.case": 1, "test.guide": 1}
    assert result.years == {2012: 1, 2011: 1}
    assert set(found("防災", kinds=["test.guide", "test.case"])) == {case, old, guide}


def test_pages_hold_every_hit_once(db: None) -> None:
    index.put_many(
        index.Handed(ref=Ref("test.thing", n), title=f"防災の記録{n}", url="/", is_public=True) for n in range(130)
    )

    pages = [found("防災", limit=30, offset=offset) for offset in range(0, 150, 30)]

    assert [len(page) for page in pages] == [30, 30, 30, 30, 10]
    assert len({ref for page in pages for ref in page}) == 130


def test_hits_are_marked(hand: Hand) -> None:
    hand("ＪＥＴの<b>案内</b>", "あ" * 300 + "ｶﾞｽの点検" + "い" * 300)

    hit = queries.search("jet ガス", viewer=None).hits[0]

    assert [(s.text, s.is_hit) for s in hit.title_segments] == [("ＪＥＴ", True), ("の<b>案内</b>", False)]
    assert [s.text for s in hit.snippet if s.is_hit] == ["ｶﾞｽ"]
    assert hit.snippet[0].text == hit.snippet[-1].text == "…"


HOSTILE = [
    '"',
    '""',
    '"a',
    "*",
    "a*",
    ":",
    "title:a",
    "'",
    "a' OR 1=1 --",
    "%",
    "%a%",
    "_",
    "\\",
    "a\\",
    "\x00",
    "a\x00b",
    "\ud800",
    "NEAR(a b)",
    "a AND NOT b",
    "(a",
    "{a} : b",
    "-a",
    "^a",
    "!a & b | c <-> d",
    "京" * 10_000,
    "京都 " * 3_000,
    " ".join(f"w{n}" for n in range(2_000)),
    "？" * 500,
    "ひ" * 400,
    "何ですか？" * 900,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_query_is_an_error(hand: Hand, text: str) -> None:
    hand("a b w1 京都", "title: 'x' \" * % \\")

    result = queries.search(text, viewer=None)

    assert result.total <= 1
    assert len(queries.similar(text, viewer=None)) <= 1


@pytest.mark.parametrize("text", ["防災", "ひょうご", "防災の記録はどこにありますか？"])
def test_the_number_of_queries_does_not_grow(
    hand: Hand, django_assert_max_num_queries: DjangoAssertNumQueries, text: str
) -> None:
    for number in range(30):
        hand(f"兵庫県の防災の記録{number}")

    with django_assert_max_num_queries(8):
        assert len(queries.search(text, viewer=None).hits) == 20


def test_similar_suggests_without_the_thing_itself(hand: Hand) -> None:
    own = hand("パリでの観光展の支援", kind="test.case")
    near = hand("パリでの物産展の支援", kind="test.case")
    hand("パリでの物産展の手引", kind="test.guide")

    hits = queries.similar("パリで観光と物産の展示をしたい", viewer=None, kinds=["test.case"], without=own)

    assert [hit.ref for hit in hits] == [near]


def test_nothing_asked_is_nothing_found(hand: Hand) -> None:
    hand("防災")

    assert queries.search("  ", viewer=None).mode is Mode.NOTHING
