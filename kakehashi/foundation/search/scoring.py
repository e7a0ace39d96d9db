"""The exact ranking of a few candidates, the same on both databases.

Three things are weighed: how often and how densely the terms stand in the text (BM25, over pairs of characters and over
words), how many of them stand there at all, and how many stand together in one sentence. The constants were chosen on
one half of a set of judged questions and checked on the other: see `bench/search.py`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from kakehashi.foundation.search.models import Entry
from kakehashi.foundation.search.store import Field, Term

K1 = 0.6  # how fast a second and third occurrence lose their worth
B = 0.5  # how much a long text is held back
RARITY = 1.2  # above 1: rare terms count for more than in plain BM25
COVERAGE = 3.0  # how much a text gains that holds all of the terms
TOGETHER = 1.0  # how much the best sentence counts
SENTENCE = 50  # characters of a usual sentence; longer ones gain a little less
SENTENCES_MAX = 200  # sentences looked at in one text

COLUMNS = ("title_folded", "folded", "words", "weight", "updated_at")  # of an entry: what the ranking reads
_SENTENCE_END = regex.compile(r"[。！？!?\n]+")


@dataclass(frozen=True)
class Weighted:
    """A term with its weight in this question, its rarity included."""

    term: Term
    weight: float


def weighted(term: Term, documents: int, total: int) -> Weighted:
    """The term of a question, which stands in `documents` of `total` entries."""
    rarity = math.log(1 + (max(total, documents) - documents + 0.5) / (documents + 0.5))
    return Weighted(term, term.weight * rarity**RARITY)


def rank(entries: Sequence[Entry], terms: Sequence[Weighted]) -> list[Entry]:
    """The best first; equals by the date of their things, the newest first."""
    mean = sum(len(entry.folded) for entry in entries) / max(len(entries), 1) or 1.0
    scored = [(score(entry, terms, mean) * entry.weight, entry.updated_at, entry.pk, entry) for entry in entries]
    return [entry for *_key, entry in sorted(scored, key=lambda row: row[:3], reverse=True)]


def score(entry: Entry, terms: Sequence[Weighted], mean: float) -> float:
    length = K1 * (1 - B + B * len(entry.folded) / mean)
    density = covered = 0.0
    held: list[tuple[str, float]] = []
    for asked in terms:
        token, weight = asked.term.token, asked.weight
        count = _count(entry, asked.term)
        if count:
            density += weight * count * (K1 + 1) / (count + length)
            covered += weight
            held.append((token, weight))
    everything = sum(asked.weight for asked in terms) or 1.0
    return density * (1 + COVERAGE * covered / everything) + TOGETHER * _best_sentence(entry.folded, held)


def _count(entry: Entry, term: Term) -> int:
    if term.field is Field.WORDS:
        return entry.words.count(f" {term.token} ")
    if term.field is Field.TITLE:
        return int(term.token in entry.title_folded)
    return entry.folded.count(term.token)


def _best_sentence(folded: str, held: Sequence[tuple[str, float]]) -> float:
    """The weight of the terms that stand together in the sentence that has the most of them."""
    best = 0.0
    for sentence in _SENTENCE_END.split(folded, SENTENCES_MAX)[:SENTENCES_MAX]:
        here = sum([weight for token, weight in held if token in sentence])
        best = max(best, here / (0.8 + 0.2 * len(sentence) / SENTENCE))
    return best
