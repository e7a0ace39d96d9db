"""Kanji without readings; numbers in kanji."""

import re

from kakehashi.foundation.translation.easy import lexicon
from kakehashi.foundation.translation.easy.counting import counters
from kakehashi.foundation.translation.easy.furigana import is_kanji_only, missing
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.words import Passage

_DIGITS = {"〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_COUNTERS = "|".join(sorted((re.escape(text) for text in counters()), key=len, reverse=True))
_NUMBER = re.compile(rf"(?<![一-鿿])([〇一二三四五六七八九十百千]{{1,8}})(万?)({_COUNTERS})")


def without_reading(passage: Passage, _rule: Rule) -> Findings:
    for word in missing(passage.marked, passage.names):
        base = passage.plain[word.start : word.end]
        bar = "" if is_kanji_only(base) else "｜"
        yield Finding(word.start, word.end, f"{bar}{base}《{word.reading}》", {"word": base})


def kanji_numbers(passage: Passage, rule: Rule) -> Findings:
    words = tuple(lexicon.allowed(rule.id))  # 一番 is no quantity
    for match in _NUMBER.finditer(passage.plain):
        if passage.plain.startswith(words, match.start()):
            continue
        number = _number(match[1])
        if number is not None:
            yield Finding(*match.span(), f"{number}{match[2]}{match[3]}")


def _number(text: str) -> int | None:
    if not any(sign in _PLACES for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, None
    for sign in text:
        if sign in _PLACES:
            total += (1 if digit is None else digit) * _PLACES[sign]
            digit = None
        elif digit is None:
            digit = _DIGITS[sign]
        else:
            return None
    return total + (digit or 0)


DETECTORS = {"YJ17": without_reading, "YJ30": kanji_numbers}
