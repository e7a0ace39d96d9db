"""The exact ranking of a few candidates, the same on both databases: BM25 over pairs of characters and over words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kakehashi.foundation.search.models import Entry
from kakehashi.foundation.search.store import Field, Term

K1 = 1.2
B = 0.6
TITLE = 1.0  # how much a hit in the title counts beside one in the text


def rarity(documents: int, total: int) -> float:
    """BM25's weight of a term that stands in `documents` of `total` entries."""
    return math.log(1 + (max(total, documents) - documents + 0.5) / (documents + 0.5))


@dataclass(frozen=True)
class Weighted:
    """A term with its weight in this question, its rarity included."""

    term: Term
    weight: float


def rank(entries: Sequence[Entry], terms: Sequence[Weighted]) -> list[Entry]:
    """The best first; equals by the date of their things, the newest first."""
    mean = sum(len(entry.folded) for entry in entries) / max(len(entries), 1) or 1.0
    scored = [(score(entry, terms, mean) * entry.weight, entry.updated_at, entry.pk, entry) for entry in entries]
    return [entry for *_key, entry in sorted(scored, key=lambda row: row[:3], reverse=True)]


def score(entry: Entry, terms: Sequence[Weighted], mean: float) -> float:
    length = K1 * (1 - B + B * len(entry.folded) / mean)
    total = 0.0
    for weighted in terms:
        token, field = weighted.term.token, weighted.term.field
        if field is Field.WORDS:
            count = entry.words.count(f" {token} ")
        elif field is Field.TITLE:
            count = min(entry.title_folded.count(token), 1)
        else:
            count = entry.folded.count(token)
        if count:
            total += weighted.weight * count * (K1 + 1) / (count + length)
    return total
