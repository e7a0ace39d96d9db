"""One sentence that breaks each rule and one that keeps it, with what is proposed."""

import csv
from pathlib import Path

import pytest

from kakehashi.foundation.translation.easy import rules
from kakehashi.foundation.translation.easy.advice import ADVICE
from kakehashi.foundation.translation.easy.detectors import overall
from kakehashi.foundation.translation.easy.linting import DETECTORS, lint

# `*`: any proposal will do.
with (Path(__file__).parent / "examples.csv").open(encoding="utf-8", newline="") as file:
    EXAMPLES = [(row["rule"], row["broken"], row["proposal"], row["kept"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("rule", "broken", "proposal", "kept"), EXAMPLES)
def test_each_rule_finds_what_breaks_it_and_nothing_else(rule: str, broken: str, proposal: str, kept: str) -> None:
    wrong = [hit for hit in lint(broken).hits if hit.rule == rule]
    right = [hit for hit in lint(kept).hits if hit.rule == rule]

    assert wrong
    assert right == []
    if proposal != "*":
        assert proposal in {hit.proposal for hit in wrong}


def test_every_rule_has_an_example_a_detector_and_advice() -> None:
    names = [f"YJ{number:02}" for number in range(1, 37)]

    assert list(rules.rules()) == names
    assert sorted({rule for rule, *_rest in EXAMPLES}) == names
    assert sorted([*DETECTORS, *overall.DETECTORS]) == names
    assert sorted(ADVICE) == names


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("みずが ほしい ひとは、いますぐ がっこうに きて ください。", None),  # 24 morae
        ("みずが ほしい ひとは、いますぐ がっこうまで きて ください。", "warn"),  # 25
        ("みずが ほしい ひとは、いますぐ ちかくの いい がっこうに きて ください。", "warn"),  # 30
        ("みずが ほしい ひとは、いますぐ ちかくの いい がっこうまで きて ください。", "error"),  # 31
    ],
)
def test_a_sentence_of_an_emergency_has_24_morae_and_never_more_than_30(text: str, severity: str | None) -> None:
    found = {hit.severity for hit in lint(text).hits if hit.rule == "YJ01"}

    assert found == ({severity} if severity else set())


def test_daily_life_may_take_longer_sentences_and_more_kanji() -> None:
    text = "会社を 休む 人は 電話を して、休みの 日を 言って ください。"

    emergency = {hit.rule for hit in lint(text, "emergency").hits}
    living = {hit.rule for hit in lint(text, "living").hits}

    assert {"YJ01", "YJ15"} <= emergency
    assert not {"YJ01", "YJ15"} & living


def test_a_word_of_the_highest_level_is_an_error_others_warn() -> None:
    severities = {hit.severity for hit in lint("橋が 崩壊しました。").hits if hit.rule == "YJ13"}
    milder = {hit.severity for hit in lint("家具を 見ます。").hits if hit.rule == "YJ13"}

    assert (severities, milder) == ({"error"}, {"warn"})


def test_a_word_to_keep_is_explained_once() -> None:
    text = (
        "余震＜後から 来る 地震＞が あります。余震に 気を つけて ください。避難所＜逃げる ところ＞へ 逃げて ください。"
    )

    rules_hit = [hit.rule for hit in lint(text).hits]

    assert "YJ14" not in rules_hit
