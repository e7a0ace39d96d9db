"""Words: hard, foreign, abbreviated, vague, of sound; words to keep; nouns in a row."""

import re
from collections.abc import Iterator

from kakehashi.foundation.translation.easy import lexicon
from kakehashi.foundation.translation.easy.advice import level_name
from kakehashi.foundation.translation.easy.conjugation import masu, te
from kakehashi.foundation.translation.easy.detectors.finding import listed
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.weighing import (
    hardness,
    is_explained,
    is_rated,
    is_twice,
    nouns_in_row,
    weight,
)
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token, tokens

_DIGITS = "0123456789-."
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")


def loanwords(passage: Passage, rule: Rule) -> Findings:
    allowed = lexicon.allowed(rule.id)
    for token in _words(passage):
        if not token.is_katakana or token.is_name or token.lemma in allowed or token.surface in allowed:
            continue
        if max(lexicon.level(token.lemma), token.level if token.units == 1 else 0) >= lexicon.EASY:
            continue
        if token.start in passage.kept_at:
            continue
        yield Finding(token.start, token.end, lexicon.easier().get(token.lemma, ""), {"word": token.surface})


def abbreviations(passage: Passage, rule: Rule) -> Findings:
    allowed = lexicon.allowed(rule.id)
    yield from listed(passage, rule)
    for match in _LATIN.finditer(passage.plain):
        if match[0].rstrip(_DIGITS) in allowed or passage.reading_at(match.start()) or match.start() in passage.kept_at:
            continue
        yield Finding(*match.span(), lexicon.easier().get(match[0], ""), {"word": match[0]})


def sounds(passage: Passage, rule: Rule) -> Findings:
    found = list(listed(passage, rule))
    yield from found
    taken = {place for finding in found for place in range(finding.start, finding.end)}
    for token in _words(passage):
        is_sound = is_twice(token) and token.part[0] in {"副詞", "名詞"}
        is_known = token.surface in lexicon.allowed(rule.id) or lexicon.level(token.lemma) >= lexicon.EASY
        if is_sound and token.start not in taken and not is_known:
            yield Finding(token.start, token.end, values={"word": token.surface})


def hard_words(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.sentences:
        for index, token in enumerate(sentence.tokens):
            if not is_rated(passage, token):
                continue
            severity = rule.grave(hardness(token), passage.profile)
            if severity:
                values = {"word": token.lemma, "level": level_name(token.level)}
                end, proposal = _easier(sentence, index)
                yield Finding(token.start, end, proposal, values, severity)


def _easier(sentence: Sentence, index: int) -> tuple[int, str]:
    """(where the part ends that the easier word replaces, the easier word in the same form)."""
    token, (suru, then) = sentence.tokens[index], (*sentence.tokens[index + 1 : index + 3], None, None)[:2]
    words = lexicon.easier()
    if suru is not None and suru.lemma == "する":
        easy = words.get(f"{token.lemma}する", "")
        if easy:
            return _formed(easy, suru, then)
        return token.end, words.get(token.lemma, "")
    easy = words.get(token.lemma) or words.get(token.norm, "")
    if token.is_verb and easy:
        return _formed(easy, token, then=suru)
    return token.end, easy


def _formed(easy: str, verb: Token, then: Token | None) -> tuple[int, str]:
    """逃げる for 避難して → 逃げて, for 避難し(ます) → 逃げ; elsewhere as the dictionary has it."""
    first = easy.partition("／")[0]
    last = list(tokens(first))[-1]
    if then is not None and last.is_verb and last.lemma != "くださる":
        if then.surface in {"て", "で"} and te(last):
            return then.end, first[: last.start] + te(last)
        if then.lemma == "ます" and masu(last):
            return verb.end, first[: last.start] + masu(last).removesuffix("ます")
    return verb.end, easy


def kept_words(passage: Passage, rule: Rule) -> Findings:
    """The first of each kept word must be explained; words everybody learns at the beginning need not."""
    seen: set[str] = set()
    known = lexicon.allowed(rule.id)
    for start, end, word in passage.kept:
        if start >= passage.marked.body or word.word in seen:
            continue
        is_part = any(word.word in other or other in word.word for other in seen)
        seen.add(word.word)
        is_known = word.word in known or lexicon.level(word.word) >= lexicon.EASY
        if not (is_part or is_known or is_explained(passage, end)):
            yield Finding(start, end, word.marked, {"word": word.word})


def noun_rows(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        for row in nouns_in_row(passage, sentence):
            severity = rule.grave(weight(passage, row), passage.profile)
            text = passage.plain[row[0].start : row[-1].end]
            proposal = lexicon.easier().get(text, "") if len(row) > 1 else ""
            if severity or proposal:
                yield Finding(row[0].start, row[-1].end, proposal, {"word": text}, severity)


def _words(passage: Passage) -> Iterator[Token]:
    for sentence in passage.sentences:
        yield from sentence.tokens


DETECTORS = {
    "YJ09": loanwords,
    "YJ10": abbreviations,
    "YJ11": sounds,
    "YJ12": listed,
    "YJ13": hard_words,
    "YJ14": kept_words,
    "YJ19": noun_rows,
    "YJ32": listed,
}
