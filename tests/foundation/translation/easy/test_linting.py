"""Places, marks, the score, and that any text is taken."""

import csv
from pathlib import Path

import pytest

from kakehashi.foundation.translation.easy.linting import lint
from kakehashi.foundation.translation.easy.score import WEIGHTS

# An ordinary sentence and the same said easily: the second must score higher by far.
with (Path(__file__).parent / "pairs.csv").open(encoding="utf-8", newline="") as file:
    PAIRS = [(row["ordinary"], row["easy"]) for row in csv.DictReader(file)]


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
