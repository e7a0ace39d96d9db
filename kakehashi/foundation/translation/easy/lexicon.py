"""The word lists under `data/easy/`, read once (origin and licences: `SOURCES.md` beside them)."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "easy"
EASIEST, HARDEST, UNKNOWN = 5, 1, 0  # levels of the Japanese-Language Proficiency Test; 0: in no list
EASY = 4  # the level Easy Japanese is written in


@dataclass(frozen=True, slots=True)
class Kept:
    """A word of disasters or offices that people must learn: it stays, and is explained."""

    word: str
    kana: str
    gloss: str  # in Easy Japanese, with readings

    @property
    def marked(self) -> str:
        """The word as it is written: with its reading, then what it means."""
        return (
            f"{self.word}＜{self.gloss}＞" if self.word == self.kana else f"{self.word}《{self.kana}》＜{self.gloss}＞"
        )


@dataclass(frozen=True, slots=True)
class Term:
    """An expression that a rule finds by itself."""

    text: str
    proposal: str


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def kept() -> Mapping[str, Kept]:
    return {row["word"]: Kept(row["word"], row["kana"], row["gloss"]) for row in rows("keep.csv")}


@cache
def kept_by_beginning() -> Mapping[str, tuple[Kept, ...]]:
    """Kept words by their first sign, the longest first."""
    found: dict[str, list[Kept]] = {}
    for word in sorted(kept().values(), key=lambda kept: -len(kept.word)):
        found.setdefault(word.word[0], []).append(word)
    return {sign: tuple(words) for sign, words in found.items()}


@cache
def easier() -> Mapping[str, str]:
    """Hard word → easier words."""
    return {row["hard"]: row["easy"] for row in rows("pairs.csv")}


@cache
def terms(rule: str) -> tuple[Term, ...]:
    """What the rule looks for, the longest first."""
    found = [Term(row["text"], row["proposal"]) for row in rows("terms.csv") if row["rule"] == rule]
    return tuple(sorted(found, key=lambda term: -len(term.text)))


@cache
def allowed(rule: str) -> frozenset[str]:
    """What the rule passes over."""
    return frozenset(row["text"] for row in rows("allowed.csv") if row["rule"] == rule)


@cache
def _levels() -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, int]]:
    by_word: dict[str, dict[str, int]] = {}
    by_reading: dict[str, int] = {}
    for row in rows("jlpt/words.csv"):
        level = int(row["level"])
        by_word.setdefault(row["word"], {})[row["reading"]] = level
        if row["reading"]:
            by_reading[row["reading"]] = max(level, by_reading.get(row["reading"], UNKNOWN))
    return by_word, by_reading


def level(word: str, reading: str = "") -> int:
    """The level of a word in the form of the dictionary; with several readings, that of the one given."""
    by_word, by_reading = _levels()
    readings = by_word.get(word)
    if readings is None:
        return by_reading.get(word, UNKNOWN)
    return readings.get(reading) or max(readings.values())


@cache
def _kanji() -> Mapping[str, tuple[int, int]]:
    return {row["kanji"]: (int(row["grade"]), int(row["level"] or UNKNOWN)) for row in rows("jlpt/kanji.csv")}


def kanji_level(sign: str) -> int:
    return _kanji().get(sign, (0, UNKNOWN))[1]


def kanji_grade(sign: str) -> int:
    """The school year that teaches it (1–6), 8 for the upper school, 0 for none."""
    return _kanji().get(sign, (0, UNKNOWN))[0]
