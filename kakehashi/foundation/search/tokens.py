"""One way to cut text for both databases.

Two signals. *Grams*: every run of letters, marks and digits is cut into overlapping pairs of characters, and its last
character stands alone, so that a text of any script is found by any part of it: 東京都 → 東京 京都 都. *Words*: what
Sudachi takes for a word, in its normalised form (引越し → 引っ越し), with its reading. Grams decide what is found;
words and readings decide what stands first and help where spelling differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from sudachipy import SplitMode

from kakehashi.kernel import japanese
from kakehashi.kernel.morphemes import tokenizer

# `\w` leaves combining marks out, and Thai, Burmese or Nepali words would fall apart into consonants.
_RUN = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_UNWANTED = regex.compile(r"[\p{Cc}\p{Cs}]+")
_SENTENCE = regex.compile(r"[^\n。！？!?]{1,2000}[\n。！？!?]*")  # Sudachi refuses more than 49,149 bytes at once
_ONLY_HIRAGANA = regex.compile(r"\p{Hiragana}+")
# Parts of speech that carry grammar, not meaning.
_GRAMMAR = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})
_LENGTH_MAX = 200_000  # characters of one thing that are searchable; a long report is found by its beginning
_WORD_MAX = 60  # characters; longer runs are no words (addresses, rows of letters)


def clean(text: str) -> str:
    """Without what no database or reader wants: control characters (they become spaces) and lone surrogates."""
    return _UNWANTED.sub(" ", text[:_LENGTH_MAX])


def fold(text: str) -> str:
    """The text as it is compared: folded, white space single."""
    return " ".join(japanese.fold(clean(text)).split())


def runs(folded: str) -> list[str]:
    """The unbroken rows of letters, marks and digits."""
    return _RUN.findall(folded)


def grams(folded: str) -> Iterator[str]:
    """Every pair of neighbours in every run, and the last character of each run alone."""
    for run in runs(folded):
        for start in range(len(run)):
            yield run[start : start + 2]


def asked_grams(run: str) -> list[str]:
    """The pairs that a text containing `run` must hold; a single character is asked for as a beginning."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def is_only_hiragana(text: str) -> bool:
    return _ONLY_HIRAGANA.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    surface: str
    form: str  # normalised, folded, one token
    reading: str  # as `fold_reading` has it; empty where there is none
    part: str  # part of speech
    is_compound: bool  # made of the shorter words that follow


def words(folded: str) -> Iterator[Word]:
    """The words that carry meaning: short units, and before them the long unit they make (兵庫県 兵庫 県)."""
    for sentence in _SENTENCE.findall(folded):
        for long in tokenizer().tokenize(sentence):
            short = long.split(SplitMode.A)
            for morpheme in [long, *short] if len(short) > 1 else [long]:
                part = morpheme.part_of_speech()[0]
                if part in _GRAMMAR:
                    continue
                form = "".join(runs(japanese.fold(morpheme.normalized_form())))[:_WORD_MAX]
                if form:
                    reading = "".join(runs(japanese.fold_reading(morpheme.reading_form())))[:_WORD_MAX]
                    is_compound = morpheme is long and len(short) > 1
                    yield Word(morpheme.surface(), form, reading, part, is_compound)
