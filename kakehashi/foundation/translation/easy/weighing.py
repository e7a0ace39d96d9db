"""What is weighed in a text: which words count, how hard each is, what is explained, where nouns pile up."""

import re
from collections.abc import Iterator

from kakehashi.foundation.translation.easy.marks import SLOT
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token

_LATIN = re.compile(r"[A-Za-z]")
_EXPLAINED = re.compile(r"[ 　]?[」』]?[（(：:＝=]")
_TWICE = re.compile(r"([ぁ-ゖァ-ヺー]{2})\1")


def is_rated(passage: Passage, token: Token) -> bool:
    """Whether its level counts: no names, no kept words, no katakana (rule 9) and no Latin letters (rule 10)."""
    if not token.is_content or token.is_name or token.is_katakana or token.surface == SLOT:
        return False
    if token.start in passage.kept_at:
        return False
    return not _LATIN.match(token.surface) and not is_twice(token)


def hardness(token: Token) -> int:
    """1 for N5 … 5 for N1; a word of no list is as hard as N3."""
    return 6 - (token.level or 3)


def is_explained(passage: Passage, end: int) -> bool:
    return end in passage.marked.gloss_at or _EXPLAINED.match(passage.plain, end) is not None


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


def is_twice(token: Token) -> bool:
    """ぐらぐら, ガタガタ."""
    return _TWICE.fullmatch(token.surface) is not None
