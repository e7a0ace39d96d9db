"""What is checked, what is found, and a text read once for all checks."""

import enum
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex
from babel.core import get_global

from kakehashi.foundation.translation.choices import TermRule
from kakehashi.foundation.translation.patterns import Pattern, PatternError, parse

# Scripts whose ISO 15924 code stands for several of Unicode's.
_SCRIPTS = {
    "Jpan": ("Han", "Hira", "Kana"),
    "Hrkt": ("Hira", "Kana"),
    "Kore": ("Hang",),
    "Hans": ("Han",),
    "Hant": ("Han",),
}
_LIKELY: dict[str, str] = dict(get_global("likely_subtags"))
_READINGS = regex.compile(r"《[^《》\n]*》|｜")
_JAPANESE_NAME = regex.compile(r"""(?<=[（(「『“"«‹])[\p{Han}\p{Hira}\p{Kana}ー・々\s]+(?=[)）」』”"»›,，、;；])""")


class Severity(enum.StrEnum):
    ERROR = "error"
    """The text cannot be called checked."""
    WARNING = "warning"
    """A person looks at it and decides."""


@dataclass(frozen=True)
class Usage:
    """How the glossary wants a Japanese term said in one language.

    `words`: of which one must be used (MUST), none may be (FORBIDDEN), or how the kept term is written (KEEP; without
    words: as it is).
    """

    term: str
    rule: TermRule
    words: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        return (self.words or (self.term,)) if self.rule == TermRule.KEEP else ()


@dataclass(frozen=True)
class Candidate:
    """A text in `language`, and what it is held against.

    `source`: the text it was translated from ("" for an original). `slots`: the names it may and must have (None: those
    of the source). `limit`: how many signs its words may have, slots not counted (None: no limit). `attested`: words of
    the language known from texts that were checked, asked for only where the lists do not know enough.
    """

    source: str
    body: str
    language: str
    slots: frozenset[str] | None = None
    limit: int | None = None
    terms: Sequence[Usage] = ()
    source_language: str = "ja"
    attested: Callable[[], Collection[str]] = frozenset


@dataclass(frozen=True)
class Finding:
    """`check`: the module that found it; `message`: in the reader's language; `start`, `end`: where in the body."""

    check: str
    severity: Severity
    message: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A candidate read: its pattern, and its words with everything that is no word blanked, each at its place."""

    candidate: Candidate

    @property
    def body(self) -> str:
        return self.candidate.body

    @property
    def language(self) -> str:
        return self.candidate.language

    @cached_property
    def pattern(self) -> Pattern | PatternError:
        return _parsed(self.body)

    @cached_property
    def source_pattern(self) -> Pattern | PatternError:
        return _parsed(self.candidate.source)

    @cached_property
    def prose(self) -> str:
        """Neither slots nor, in Japanese, readings."""
        return _prose(self.body, self.pattern, self.language)

    @cached_property
    def source_prose(self) -> str:
        return _prose(self.candidate.source, self.source_pattern, self.candidate.source_language)

    @cached_property
    def own_prose(self) -> str:
        """The prose without the Japanese names that stand in brackets or quotation marks, as on signs."""
        if is_japanese(self.language):
            return self.prose
        return _JAPANESE_NAME.sub(lambda name: " " * len(name[0]), self.prose)


def is_japanese(language: str) -> bool:
    return language.partition("-")[0] == "ja"


def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts a language is written in, as Unicode names them: ("Deva",), ("Han", "Hira", "Kana")."""
    subtags = language.split("-")
    script = next((subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.istitle()), "")
    likely = _LIKELY.get(subtags[0], "und_Latn").split("_")
    return _SCRIPTS.get(script or likely[1], (script or likely[1],))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _parsed(text: str) -> Pattern | PatternError:
    try:
        return parse(text)
    except PatternError as error:
        return error


def _prose(text: str, pattern: Pattern | PatternError, language: str) -> str:
    words = pattern.prose if isinstance(pattern, Pattern) else text
    return _READINGS.sub(lambda mark: " " * len(mark[0]), words) if is_japanese(language) else words
