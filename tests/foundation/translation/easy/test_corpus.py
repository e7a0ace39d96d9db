"""The score on a parallel text of a real public site: each easy text beside its original."""

import csv
from pathlib import Path

import pytest

from kakehashi.foundation.translation.easy.linting import lint

CORPUS = Path(__file__).parents[5] / "shared" / "data" / "easy_japanese" / "tokyo_covid19_ja_easy_en.csv"
LEAST = 0.95


@pytest.mark.shared
@pytest.mark.skipif(not CORPUS.exists(), reason="the reference folder is not here")
@pytest.mark.parametrize("profile", ["emergency", "living"])
def test_easy_texts_score_above_their_originals(profile: str) -> None:
    with CORPUS.open(encoding="utf-8", newline="") as file:
        pairs = [(row["ja"], row["easy_ja"]) for row in csv.DictReader(file) if row["ja"] != row["easy_ja"]]

    wrong = [(ja, easy) for ja, easy in pairs if lint(easy, profile).score <= lint(ja, profile).score]

    share = 1 - len(wrong) / len(pairs)
    assert len(pairs) == 152
    assert share >= LEAST, f"{share:.1%}: {wrong}"
