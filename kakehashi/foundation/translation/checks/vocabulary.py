"""How much of a text is made of words of its language (the lists and how they were made: `data/words`).

Where words are spaced, each is looked up. Where they are not, words of the list are laid over the text so that they
cover most of it; there short words would cover any nonsense, so the lists have only words of some length.
"""

import lzma
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import regex

from kakehashi.foundation.translation.checks.reading import scripts_of

DATA = Path(__file__).parents[1] / "data" / "words"
# Scripts without spaces between words, and the shortest word of their lists.
_SHORTEST = {"Han": 2, "Thai": 4, "Mymr": 4, "Khmr": 4}
_LONGEST = 20
# What a language writes at the end of a word that a list has without it: particles, cases, common forms of verbs.
_ENDINGS = {
    "ko": (
        "은", "는", "이", "가", "을", "를", "에", "의", "도", "로", "과", "와", "만", "나", "에서", "으로", "에게",
        "까지", "부터", "보다", "이나", "라도", "처럼", "입니다", "입니까", "이다", "하다", "하고", "하는", "할", "한",
        "해",    "된", "되는", "될", "됩니다", "합니다", "하십시오", "하세요", "해주세요",
    ),
    "ne": ("को", "का", "की", "मा", "ले", "लाई", "बाट", "देखि", "सम्म", "सँग", "हरू", "हरूको", "हरूमा", "हरूलाई"),
    "bn": ("র", "এর", "ের", "তে", "ে", "কে", "টি", "টা", "গুলি", "গুলো", "দের"),
}  # fmt: skip
# The same at the beginning, as folded: in Arabic the article, "and", "with", "to", "as" and "so".
_BEGINNINGS = {"ar": ("و", "ال", "وال", "ب", "بال", "ل", "لل", "ک", "کال", "ف")}
_JOINER = "\u200c"
_SHORTEST_IN_COMPOUND = 4  # letters, of German words that are written as one
_LISTS = {"ja-x-yasashi": "ja", "pt-PT": "pt"}
_WORD = regex.compile(r"[\p{L}\p{M}'’\u200c\u200d]+")
# What two spellings of a word may differ by: joiners, Arabic vowel signs and the long stroke, apostrophes, and letters
# that Arabic and Persian keyboards give alike.
_DROPPED = regex.compile("[\u200b\u200c\u200d\u00ad\u0640\u064b-\u0652\u0670]")
_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "ي": "ی", "ك": "ک", "ى": "ی"})


@dataclass(frozen=True)
class Share:
    """Of so many letters so many belong to known words; `unknown`: where the unknown ones stand, as (start, end).

    `words`: how many known words there are, of two letters and more; 0 where words are not spaced.
    """

    known: int
    letters: int
    unknown: tuple[tuple[int, int], ...] = ()
    words: int = 0

    @property
    def part(self) -> float:
        return self.known / self.letters if self.letters else 1.0


class Words(Protocol):
    def __contains__(self, word: str, /) -> bool: ...


class WordList:
    """Sorted words, one a line, searched where they lie: as sets all lists together took ten times the memory."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def __contains__(self, word: str) -> bool:
        wanted = word.encode()
        low, high = 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            start = max(self._lines.rfind(b"\n", low, middle) + 1, low)
            end = self._lines.find(b"\n", middle)
            found = self._lines[start : end if end >= 0 else None]
            if found == wanted:
                return True
            if found < wanted:
                low = start + len(found) + 1
            else:
                high = start
        return False


@cache
def vocabulary(language: str) -> WordList | None:
    """The words known of a language, folded; None where there is no list."""
    path = DATA / f"{_LISTS.get(language, language)}.txt.xz"
    return WordList(lzma.decompress(path.read_bytes())) if path.exists() else None


@cache
def han_variants() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The characters that are only simplified, only traditional, and only Japanese."""
    simplified, traditional, japanese = lzma.decompress((DATA / "han.txt.xz").read_bytes()).decode().split("\n")
    return frozenset(simplified), frozenset(traditional), frozenset(japanese)


@dataclass(frozen=True)
class _Either:
    """The words of the list, and others."""

    listed: WordList
    more: Collection[str]

    def __contains__(self, word: str, /) -> bool:
        return word in self.listed or word in self.more


def share_known(text: str, language: str, more: Collection[str] = ()) -> Share | None:
    """None where no list of the language's words exists. Abbreviations and letters of other scripts do not count.

    `more`: words known besides those of the list, as `words_of` gives them.
    """
    listed = vocabulary(language)
    if listed is None:
        return None
    known = _Either(listed, more) if more else listed
    scripts = scripts_of(language)
    if scripts[0] in _SHORTEST:
        return _covered(text, known, scripts)
    return _looked_up(text, known, scripts[0], language)


def words_of(text: str, language: str) -> set[str]:
    """The words of a text as a list would have them; where words are not spaced, what stands between other signs."""
    scripts = scripts_of(language)
    if scripts[0] in _SHORTEST:
        return {run for run in _runs(text, scripts) if len(run) >= _SHORTEST[scripts[0]]}
    return {part for part, _span in _parts(text, scripts[0]) if len(part) > 1}


def fold(text: str) -> str:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return str(_DROPPED.sub("", folded)).translate(_ALIKE)


def _parts(text: str, script: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every word, folded, and where it stands; of one with an apostrophe, both sides."""
    own = regex.compile(rf"\p{{{script}}}")
    for match in _WORD.finditer(text):
        word = match[0].strip("'’")
        if own.search(word) and not (word.isupper() and len(word) <= 6):
            for part in fold(word).split("'"):
                yield part, match.span()


def _looked_up(text: str, known: Words, script: str, language: str) -> Share:
    hits = letters = words = 0
    unknown: list[tuple[int, int]] = []
    for part, span in _parts(text, script):
        letters += len(part)
        if len(part) < 2:
            hits += len(part)
        elif part in known or _is_made_of_known(part, text[slice(*span)], known, language):
            hits += len(part)
            words += 1
        else:
            unknown.append(span)
    return Share(hits, letters, tuple(unknown), words)


def _is_made_of_known(word: str, written: str, known: Words, language: str) -> bool:
    """`written`: with its joiners, which Persian puts between the parts of a word."""
    stems = [word.removesuffix(end) for end in _ENDINGS.get(language, ()) if word.endswith(end)]
    stems += [word.removeprefix(start) for start in _BEGINNINGS.get(language, ()) if word.startswith(start)]
    if any(len(stem) > 1 and stem in known for stem in stems):
        return True
    if language == "fa" and _JOINER in written:
        return all(fold(part) in known for part in written.split(_JOINER) if part)
    if language == "de":
        cuts = range(_SHORTEST_IN_COMPOUND, len(word) - _SHORTEST_IN_COMPOUND + 1)
        return any(
            word[:cut] in known and (word[cut:] in known or word[cut:].removeprefix("s") in known) for cut in cuts
        )
    return False


def _runs(text: str, scripts: tuple[str, ...]) -> list[str]:
    own = "".join(rf"\p{{{script}}}" for script in scripts)
    return [str(run) for run in regex.findall(rf"[{own}\p{{M}}ー]+", fold(text))]


def _covered(text: str, known: Words, scripts: tuple[str, ...]) -> Share:
    hits = letters = 0
    for run in _runs(text, scripts):
        letters += len(run)
        hits += _most(run, known, _SHORTEST[scripts[0]])
    return Share(hits, letters)


def _most(run: str, known: Words, shortest: int) -> int:
    """How many letters of a run the words of a list can cover at most."""
    best = [0] * (len(run) + 1)
    for end in range(1, len(run) + 1):
        best[end] = max(
            [best[end - 1]]
            + [
                best[end - length] + length
                for length in range(shortest, min(_LONGEST, end) + 1)
                if run[end - length : end] in known
            ]
        )
    return best[-1]
