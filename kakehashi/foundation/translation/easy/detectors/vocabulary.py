"""Words: hard, foreign, abbreviated, vague, of sound; words to keep; nouns in a row."""

import re
from collections.abc import Iterator

from kakehashi.foundation.translation.easy import lexicon
from kakehashi.foundation.translation.easy.advice import level_name
from kakehashi.foundation.translation.easy.conjugation import masu, te
from kakehashi.foundation.translation.easy.detectors.finding import listed
from kakehashi.foundation.translation.easy.marks import SLOT
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token, tokens

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
_TWICE = re.compile(r"([ぁ-ゖァ-ヺー]{2})\1")
_EXPLAINED = re.compile(r"[ 　]?[」』]?[（(：:＝=]")


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
        if match[0] in allowed or passage.reading_at(match.start()) or match.start() in passage.kept_at:
            continue
        yield Finding(*match.span(), values={"word": match[0]})


def sounds(passage: Passage, rule: Rule) -> Findings:
    found = list(listed(passage, rule))
    yield from found
    taken = {place for finding in found for place in range(finding.start, finding.end)}
    for token in _words(passage):
        is_twice = _TWICE.fullmatch(token.surface) and token.part[0] in {"副詞", "名詞"}
        is_known = token.surface in lexicon.allowed(rule.id) or lexicon.level(token.lemma) >= lexicon.EASY
        if is_twice and token.start not in taken and not is_known:
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


def is_rated(passage: Passage, token: Token) -> bool:
    """Whether its level counts: no names, no kept words, no katakana (rule 9) and no Latin letters (rule 10)."""
    if not token.is_content or token.is_name or token.is_katakana or token.surface == SLOT:
        return False
    if token.start in passage.kept_at:
        return False
    return not _LATIN.match(token.surface) and not _TWICE.fullmatch(token.surface)


def hardness(token: Token) -> int:
    """1 for N5 … 5 for N1; a word of no list is as hard as N3."""
    return 6 - (token.level or 3)


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
    if then is not None and last.is_verb:
        if then.surface in {"て", "で"} and te(last):
            return then.end, first[: last.start] + te(last)
        if then.lemma == "ます" and masu(last):
            return verb.end, first[: last.start] + masu(last).removesuffix("ます")
    return verb.end, easy


def kept_words(passage: Passage, _rule: Rule) -> Findings:
    """The first of each kept word must be explained; words everybody learns at the beginning need not."""
    seen: set[str] = set()
    for start, end, word in passage.kept:
        if start >= passage.marked.body or word.word in seen:
            continue
        is_part = any(word.word in other for other in seen)
        seen.add(word.word)
        if not is_part and not is_explained(passage, end) and lexicon.level(word.word) < lexicon.EASY:
            yield Finding(start, end, word.marked, {"word": word.word})


def is_explained(passage: Passage, end: int) -> bool:
    return end in passage.marked.gloss_at or _EXPLAINED.match(passage.plain, end) is not None


def noun_rows(passage: Passage, rule: Rule) -> Findings:
    for sentence in passage.running:
        for row in nouns_in_row(passage, sentence):
            severity = rule.grave(weight(passage, row), passage.profile)
            text = passage.plain[row[0].start : row[-1].end]
            proposal = lexicon.easier().get(text, "") if len(row) > 1 else ""
            if severity or proposal:
                yield Finding(row[0].start, row[-1].end, proposal, {"word": text}, severity)


def nouns_in_row(passage: Passage, sentence: Sentence) -> Iterator[list[Token]]:
    """Nouns without a particle between them; numbers, names and explained words break the row."""
    row: list[Token] = []
    end = -1
    for token in sentence.tokens:
        is_link = token.is_noun and not token.is_number and not token.is_name and token.part[2] != "助数詞可能"
        if row and (not is_link or token.start != end):
            yield row
            row = []
        if is_link:
            row.append(token)
        end = token.end
    if row:
        yield row


def weight(passage: Passage, row: list[Token]) -> int:
    """How many words a row of nouns is made of; a kept word is one, suffixes and prefixes are none."""
    count, kept = 0, None
    for token in row:
        word = passage.kept_at.get(token.start)
        if word is not None:
            count += word is not kept
        elif token.part[0] == "名詞":
            count += token.units
        kept = word
    return count


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
