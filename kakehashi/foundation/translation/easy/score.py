"""The score: from 0 (nobody who is learning can read it) to 100.

Six parts, each a share between 0 and 1 times its weight; nothing else enters, so a page can show where points are lost:

* words 25: mean ease of the words that carry meaning. N5 and N4 count 1, N3 and words of no list 0.6, N2 0.3, N1 0; a
  word to keep 1 with its explanation, else 0.7; katakana that is not everyday 0.5; Latin letters 0.4.
* letters 25: mean legibility of the words, each as its least legible sign. Kana and digits count 1, kanji with a
  reading 0.85, kanji of N5 and N4 without one 0.3, other kanji 0; Latin letters 0.85 with a reading, else 0.4.
* length 15: mean over the sentences. 1 up to the limit of rule 1 (24 or 45 morae), falling to 0 at three times that.
* hardness 10: share of the words that do not stand in a row of nouns without a particle.
* grammar 15: 1 / (1 + faults per sentence) of the rules about constructions. An error counts 1, a warning 0.5, a hint
  0.1.
* layout 10: half for the share of phrases set apart by a space, half for 1 / (1 + faults per sentence) of the rules
  about dates, times, lists and other facts, counted in the same way.

An empty text scores 100: there is nothing to mend.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kakehashi.foundation.translation.easy import lexicon, mora
from kakehashi.foundation.translation.easy.marks import is_kanji
from kakehashi.foundation.translation.easy.rules import Rule, rules
from kakehashi.foundation.translation.easy.spacing import boundaries
from kakehashi.foundation.translation.easy.weighing import (
    hardness,
    is_explained,
    nouns_in_row,
    weight,
)
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token

WEIGHTS: Mapping[str, int] = {"words": 25, "letters": 25, "length": 15, "hardness": 10, "grammar": 15, "layout": 10}
_EASE = {1: 1.0, 2: 1.0, 3: 0.6, 4: 0.3, 5: 0.0}  # by hardness
_FAULTS = {"error": 1.0, "warn": 0.5, "info": 0.1}
_STEEPNESS = 2  # a sentence two limits beyond its limit is worth nothing


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score."""

    key: str
    points: float
    most: int


def score_parts(passage: Passage, faults: Iterable[tuple[Rule, str]]) -> tuple[Part, ...]:
    """Every part; `faults` are the hits with how grave each is."""
    sums = dict.fromkeys(WEIGHTS, 0.0)
    for rule, severity in faults:
        if rule.id != "YJ18":  # spaces are counted by themselves
            sums[rule.part] += _FAULTS[severity]
    count = max(1, len(passage.running))
    shares = {
        "words": _words(passage),
        "letters": _letters(passage),
        "length": _length(passage),
        "hardness": _loose_nouns(passage),
        "grammar": 1 / (1 + sums["grammar"] / count),
        "layout": _spaces(passage) / 2 + 1 / (1 + sums["layout"] / count) / 2,
    }
    return tuple(Part(key, round(WEIGHTS[key] * shares[key], 2), WEIGHTS[key]) for key in WEIGHTS)


def total(found: Iterable[Part]) -> float:
    """Rounded to one decimal; the parts add up to it."""
    return round(sum(part.points for part in found), 1)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _words(passage: Passage) -> float:
    values = [_ease(passage, token) for token in _tokens(passage) if token.is_content and not token.is_name]
    return _mean(values)


def _ease(passage: Passage, token: Token) -> float:
    kept = passage.kept_at.get(token.start)
    if kept is not None:
        end = passage.plain.find(kept.word, max(0, token.start - len(kept.word) + 1)) + len(kept.word)
        easy = is_explained(passage, end) or lexicon.level(kept.word) >= lexicon.EASY
        return 1.0 if easy else 0.7
    if token.surface.isascii():
        return 0.85 if passage.reading_at(token.start) else 0.4
    if token.is_katakana:
        known = token.level >= lexicon.EASY or token.lemma in lexicon.allowed("YJ09")
        return 1.0 if known else 0.5
    return _EASE[hardness(token)]


def _letters(passage: Passage) -> float:
    values = [
        min(_legibility(passage, place) for place in range(token.start, token.end))
        for token in _tokens(passage)
        if not token.is_grammar
    ]
    return _mean(values)


def _legibility(passage: Passage, place: int) -> float:
    sign = passage.plain[place]
    is_read = passage.reading_at(place) is not None
    if is_kanji(sign):
        if is_read:
            return 0.85
        return 0.3 if lexicon.kanji_level(sign) >= lexicon.EASY else 0.0
    if sign.isascii() and sign.isalpha():
        return 0.85 if is_read else 0.4
    return 1.0


def _length(passage: Passage) -> float:
    limit = rules()["YJ01"].limit(passage.profile)
    excess = [max(0.0, mora.of_sentence(passage, sentence) / limit - 1) for sentence in passage.running]
    return _mean([max(0.0, 1 - value / _STEEPNESS) for value in excess])


def _loose_nouns(passage: Passage) -> float:
    words, bound = 0, 0
    for sentence in passage.running:
        words += sum(token.units for token in sentence.tokens if token.is_content)
        rows = [weight(passage, row) for row in nouns_in_row(passage, sentence)]
        bound += sum(size for size in rows if size > 1)
    return 1 - min(1.0, bound / words) if words else 1.0


def _spaces(passage: Passage) -> float:
    """Share of the phrases that begin behind a space (or a sign that shows a break)."""
    begun, apart = 0, 0
    for sentence in passage.running:
        for place in boundaries(sentence.cut)[1:]:
            begun += 1
            apart += passage.plain[place - 1] in " 　、,，：「（"
    return apart / begun if begun else 1.0


def _tokens(passage: Passage) -> Iterable[Token]:
    return (token for sentence in passage.running for token in _of(sentence))


def _of(sentence: Sentence) -> tuple[Token, ...]:
    return sentence.tokens
