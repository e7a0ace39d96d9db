"""Length as it is heard: one mora a kana, small ゃ ゅ ょ (and ぁ …) not counted."""

import re

from kakehashi.foundation.translation.easy.counting import number_reading
from kakehashi.foundation.translation.easy.words import Passage, Sentence, Token

_SMALL = frozenset("ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_DIGITS = re.compile(r"[0-9０-９]{1,16}")
_DIALLED = frozenset({"110", "118", "119", "171", "188", "189"})  # numbers of telephones: いち いち きゅう
_MORAE_OF_DIGIT = 2
_MORAE_OF_KANJI = 2  # where only a part of a word carries its reading


def morae(kana: str) -> int:
    return sum(1 for sign in kana if sign not in _SMALL and _KANA.match(sign))


def of_sentence(passage: Passage, sentence: Sentence) -> int:
    """Counted once; three parts of the check ask for it."""
    known = passage.morae.get(sentence.start)
    if known is None:
        known = passage.morae[sentence.start] = _count(passage, sentence)
    return known


def _count(passage: Passage, sentence: Sentence) -> int:
    counted, count = sentence.start, 0
    for token in sentence.tokens:
        if token.end <= counted:
            continue
        count += of_token(passage, token, max(token.start, counted))
        span = passage.reading_at(token.end - 1)
        counted = max(token.end, span.end if span else 0)
    return count


def of_token(passage: Passage, token: Token, start: int) -> int:
    marked = any(passage.reading_at(place) for place in range(start, token.end))
    if not marked:
        return _unmarked(token)
    count, place = 0, start
    while place < token.end:
        span = passage.reading_at(place)
        if span is not None:
            count += morae(span.text)
            place = span.end
            continue
        sign = passage.plain[place]
        count += morae(sign) if _KANA.match(sign) else _MORAE_OF_KANJI
        place += 1
    return count


def _unmarked(token: Token) -> int:
    digits = _DIGITS.fullmatch(token.surface)
    if token.surface in _DIALLED or (digits and token.surface.startswith("0")):
        return _MORAE_OF_DIGIT * len(token.surface)
    if digits:
        return morae(number_reading(int(token.surface)))
    return morae(token.reading) or (len(token.surface) if not token.is_sign else _MORAE_OF_KANJI)
