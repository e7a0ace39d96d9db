"""Places, marks, the score, and that any text is taken."""

import pytest

from kakehashi.foundation.translation.easy.linting import lint
from kakehashi.foundation.translation.easy.score import WEIGHTS

# An ordinary sentence and the same said easily: the second must score higher by far.
PAIRS = [
    ("余震が発生するおそれがありますので、速やかに避難所へ避難してください。", "また 地震《じしん》が 来《く》るかも しれません。\nすぐに 高《たか》い ところへ 逃《に》げて ください。"),
    ("本日14時より給水車による給水を実施いたします。", "11月《がつ》23日《にち》（月曜日《げつようび》） 午後《ごご》2時《じ》から 水《みず》を 配《くば》ります。"),
    ("大雨により河川が増水し氾濫の危険性が高まっています。", "雨《あめ》が たくさん 降《ふ》りました。\n川《かわ》の 近《ちか》くは とても 危《あぶ》ないです。"),
    ("停電の復旧には相当の時間を要する見込みです。", "電気《でんき》が 使《つか》えません。\nいつ 使《つか》えるか、まだ わかりません。"),
    ("断水に伴い、トイレの使用はお控えください。", "水《みず》が 出《で》ません。\nトイレを 使《つか》わないで ください。"),
    ("り災証明書の交付申請は市役所窓口にて受け付けております。", "家《いえ》が 壊《こわ》れた 人《ひと》は、市役所《しやくしょ》に 来《き》て ください。"),
    ("エコノミークラス症候群の予防のため、こまめな水分補給を心がけましょう。", "水《みず》を 何回《なんかい》も 飲《の》んで ください。"),
    ("土砂災害警戒情報が発表されました。", "山《やま》の 土《つち》が 落《お》ちるかも しれません。"),
    ("津波警報が発令されました。直ちに高台へ避難せよ。", "高《たか》い 波《なみ》が 来《き》ます。\nすぐに 高《たか》い ところへ 逃《に》げて ください。"),
    ("電車は運転を見合わせております。", "電車《でんしゃ》は 止《と》まって います。"),
    ("炊き出しを実施しますので、ご利用ください。", "温《あたた》かい 食《た》べ物《もの》を 配《くば》ります。\n食《た》べて ください。"),
    ("罹災者に対し義援金が支給されます。", "困《こま》って いる 人《ひと》は お金《かね》を もらえます。"),
]  # fmt: skip


@pytest.mark.parametrize(("ordinary", "easy"), PAIRS)
@pytest.mark.parametrize("profile", ["emergency", "living"])
def test_what_is_said_easily_scores_higher(ordinary: str, easy: str, profile: str) -> None:
    assert lint(easy, profile).score > lint(ordinary, profile).score + 10


def test_the_parts_add_up_to_the_score() -> None:
    report = lint(PAIRS[0][0])

    assert round(sum(part.points for part in report.parts), 1) == report.score
    assert {part.key: part.most for part in report.parts} == WEIGHTS
    assert sum(WEIGHTS.values()) == 100


def test_every_step_towards_easy_japanese_raises_the_score() -> None:
    steps = [
        "速やかに高台へ避難してください。",
        "すぐに高いところへ逃げてください。",
        "すぐに 高い ところへ 逃げて ください。",
        "すぐに 高《たか》い ところへ 逃《に》げて ください。",
    ]

    scores = [lint(step).score for step in steps]

    assert scores == sorted(set(scores))


@pytest.mark.parametrize(
    "text",
    [
        "高《たか》い ところ",
        "高（たか）い ところ",
        "高(たか)い ところ",
        "高 （たか）い ところ",
        "<ruby>高<rp>(</rp><rt>たか</rt><rp>)</rp></ruby>い ところ",
        "<b>高《たか》い</b> {place}",
        "｜高い《たかい》 ところ",
    ],
)
def test_readings_are_understood_in_every_form(text: str) -> None:
    assert [hit.rule for hit in lint(text).hits if hit.rule in {"YJ10", "YJ17"}] == []


def test_places_are_those_of_the_text_as_typed() -> None:
    text = "<p>水《みず》を 14:00に {count, plural, other{#人}} 避難所（ひなんじょ）へ。</p>"

    hits = {hit.rule: text[hit.start : hit.end] for hit in lint(text).hits if hit.rule in {"YJ24", "YJ14"}}

    assert hits == {"YJ24": "14:00", "YJ14": "避難所（ひなんじょ）"}


def test_signs_of_slots_tags_and_addresses_are_no_words() -> None:
    text = "{date}に <strong>ここ</strong>へ https://example.org/ABC が あります。"

    assert [hit.rule for hit in lint(text).hits if hit.rule in {"YJ10", "YJ13", "YJ09"}] == []


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "。", "《》", "＜＞", "{", "</p>", "🙂", "\ud800", "\0", "｜《", "1", "ｱ"]
)
def test_odd_texts_are_taken(text: str) -> None:
    assert 0 <= lint(text).score <= 100


def test_an_empty_text_has_nothing_to_mend() -> None:
    report = lint("")

    assert (report.score, report.hits) == (100.0, ())


def test_long_texts_without_an_end_are_taken() -> None:
    for text in ("漢字" * 5000, "（" * 5000, "{a" * 5000, "あ" * 10000, "<b" * 5000, "｜" * 5000, "a@" * 5000):
        assert 0 <= lint(text).score <= 100


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="no profile"):
        lint("水", "daily")
