"""Proposals of furigana: 避難所《ひなんじょ》, ｜20日《はつか》, 新《あたら》しい.

Three sources, the surest first: names handed in with their kana, our own lists (kept words, numbers, words read in more
than one way), Sudachi. Whatever a person has to look at is marked as not certain; readings already written stay.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kakehashi.foundation.translation.easy import counting, lexicon
from kakehashi.foundation.translation.easy.marks import KANJI, Marked, read
from kakehashi.foundation.translation.easy.words import Token, hiragana, tokens

_RUNS = re.compile(rf"[{KANJI}]+|[^{KANJI}]+")
_IS_KANJI = re.compile(rf"[{KANJI}]")
_ONLY_KANJI = re.compile(rf"[{KANJI}]+")
_COUNTERS = "|".join(sorted(map(re.escape, counting.counters()), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![0-9０-９.．])([0-9０-９]{{1,3}}(?:[,，][0-9０-９]{{3}}){{1,4}}|[0-9０-９]{{1,12}})({_COUNTERS})"
)
# 1日 is the first of a month after a month, and a day long before these.
_DAY_LONG = ("中", "あたり", "に", "1", "２", "2", "3", "も", "だけ", "で", "ごと", "、", "以上", "以内")


@dataclass(frozen=True, slots=True)
class Reading:
    """A word and how it is read; places are those of the text as typed."""

    start: int
    end: int
    base: str
    reading: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text with readings, and what was added."""

    text: str
    readings: tuple[Reading, ...]

    @property
    def doubtful(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if not reading.is_certain)


@dataclass(frozen=True, slots=True)
class Missing:
    """A word without a reading, in places of the plain text."""

    start: int
    end: int
    reading: str
    is_certain: bool


def propose(raw: str, names: Mapping[str, str] | None = None) -> Proposal:
    """Readings for every word in kanji that has none. `names`: name → kana of places and organisations."""
    marked = read(raw)
    found = missing(marked, names)
    pieces: list[str] = []
    readings: list[Reading] = []
    last = 0
    for word in found:
        start, end = marked.origin(word.start, word.end)
        base = marked.plain[word.start : word.end]
        bar = "｜" if not is_kanji_only(base) or _joins(raw, start, last) else ""
        pieces += [raw[last:start], bar, raw[start:end], f"《{word.reading}》"]
        readings.append(Reading(start, end, base, word.reading, word.is_certain))
        last = end
    pieces.append(raw[last:])
    return Proposal("".join(pieces), tuple(readings))


def missing(marked: Marked, names: Mapping[str, str] | None = None) -> list[Missing]:
    """What has no reading yet, in order."""
    return sorted(_words(marked, names or {}), key=lambda word: word.start)


def is_kanji_only(base: str) -> bool:
    """Whether a reading belongs to it without a ｜ before it."""
    return _ONLY_KANJI.fullmatch(base) is not None


def aligned(surface: str, reading: str) -> list[tuple[str, str]]:
    """(取, と) (り, "") (組, く) (み, ""): the kana of the word found again in its reading."""
    runs = _RUNS.findall(surface)
    pattern = "".join("(.+?)" if _IS_KANJI.match(run) else f"({re.escape(hiragana(run))})" for run in runs)
    match = re.fullmatch(pattern, reading) if len(runs) <= 12 else None
    if match is None:
        return [(surface, reading)] if reading else [(surface, "")]
    return [(run, part if _IS_KANJI.match(run) else "") for run, part in zip(runs, match.groups(), strict=True)]


def _joins(raw: str, start: int, last: int) -> bool:
    """Whether the sign before would be taken for a part of the base."""
    return start > last and _IS_KANJI.match(raw, start - 1) is not None


def _words(marked: Marked, names: Mapping[str, str]) -> Iterator[Missing]:
    taken = set(marked.reading_at)
    for word in [*_named(marked, names), *_numbers(marked), *_listed(marked)]:
        places = range(word.start, word.end)
        if not taken.intersection(places):
            taken.update(places)
            yield from _split(marked, word)
    for token in tokens(marked.plain):
        if token.has_kanji and not taken.intersection(range(token.start, token.end)):
            known = _readings().get(token.surface)
            is_certain = known[1] if known else not token.is_name and _is_known(token)
            yield from _split(marked, Missing(token.start, token.end, known[0] if known else token.reading, is_certain))
        elif token.has_kanji:
            yield from _rest(marked, token, taken)


def _rest(marked: Marked, token: Token, taken: set[int]) -> Iterator[Missing]:
    """What a word has left when a part of it has a reading already."""
    place = token.start
    for base, reading in aligned(token.surface, token.reading):
        if reading and not taken.intersection(range(place, place + len(base))):
            yield Missing(place, place + len(base), reading, False)
        place += len(base)


def _is_known(token: Token) -> bool:
    return bool(token.reading) and not token.is_number and "*" not in token.reading


def _split(marked: Marked, word: Missing) -> Iterator[Missing]:
    """Only the kanji of a word get its reading; numbers that are read together with their counter stay whole."""
    base = marked.plain[word.start : word.end]
    if base[0].isdigit():
        yield word
        return
    place = word.start
    for run, reading in aligned(base, word.reading):
        if reading:
            yield Missing(place, place + len(run), reading, word.is_certain)
        place += len(run)


def _named(marked: Marked, names: Mapping[str, str]) -> Iterator[Missing]:
    for name in sorted((name for name in names if _IS_KANJI.search(name)), key=len, reverse=True):
        place = marked.plain.find(name)
        while place >= 0:
            yield Missing(place, place + len(name), hiragana(names[name]), True)
            place = marked.plain.find(name, place + len(name))


def _numbers(marked: Marked) -> Iterator[Missing]:
    for match in _NUMBER.finditer(marked.plain):
        number, counter = int(match[1].replace(",", "").replace("，", "")), match[2]
        counted = counting.read(number, counter)
        if counted is None or not _IS_KANJI.search(counter):
            continue
        before, after = marked.plain[: match.start()].rstrip()[-1:], marked.plain[match.end() :].lstrip(" ")[:3]
        if counter == "日" and number == 1:
            is_date = before == "月"
            reading = "ついたち" if is_date else "いちにち"
            yield Missing(*match.span(), reading, is_date or after.startswith(_DAY_LONG))
        elif counted.is_regular:
            reading = counting.counters()[counter].reading
            yield Missing(match.start(2), match.end(), reading, counted.is_sure)
        else:
            yield Missing(*match.span(), counted.reading, counted.is_sure)


@cache
def _readings() -> Mapping[str, tuple[str, bool]]:
    """Words of our lists: reading, and whether it is the only one."""
    kept = {word.word: (word.kana, True) for word in lexicon.kept().values() if _IS_KANJI.search(word.word)}
    return kept | {row["word"]: (row["reading"], row["sure"] == "1") for row in lexicon.rows("readings.csv")}


@cache
def _long_words() -> re.Pattern[str]:
    """Words of several kanji are found anywhere; single ones only where Sudachi sees a word."""
    words = sorted((word for word in _readings() if len(_IS_KANJI.findall(word)) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _listed(marked: Marked) -> Iterator[Missing]:
    for match in _long_words().finditer(marked.plain):
        reading, is_sure = _readings()[match[0]]
        yield Missing(*match.span(), reading, is_sure)
