"""Sentences with gaps: `{place}`, and `{count, plural, one{# person} other{# people}}` in the manner of ICU.

A gap is called a slot. Within the branches of a plural `#` is its number; elsewhere `#` is a sign like any other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from kakehashi.foundation.translation.cldr import isolated, number, plural_form

FORMS = ("zero", "one", "two", "few", "many", "other")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SPACE = re.compile(r"\s*")
_PLAIN = re.compile(r"[^{}]+")
_PLAIN_IN_PLURAL = re.compile(r"[^{}#]+")


class PatternError(ValueError):
    """`position`: where in the text, counted from 0; `sentence`: what is wrong, in the reader's language."""

    def __init__(self, position: int, sentence: str) -> None:
        super().__init__(sentence)
        self.position = position
        self.sentence = sentence


@dataclass(frozen=True)
class Slot:
    name: str


@dataclass(frozen=True)
class Plural:
    name: str
    forms: Mapping[str, "Parts"]


Parts = tuple[str | Slot | Plural, ...]
Values = Mapping[str, str | int]


@dataclass(frozen=True)
class Pattern:
    """A sentence read. `markup`: the spans of the text that are signs of this language, not words."""

    text: str
    parts: Parts
    markup: tuple[tuple[int, int], ...] = field(repr=False)

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(_names(self.parts))

    @property
    def plurals(self) -> tuple[Plural, ...]:
        return tuple(part for part in self.parts if isinstance(part, Plural))

    @property
    def prose(self) -> str:
        """The text with its markup blanked, every word where it was: what is to be read for mistakes."""
        letters = list(self.text)
        for start, end in self.markup:
            letters[start:end] = " " * (end - start)
        return "".join(letters)

    def fill(self, values: Values, language: str) -> str:
        """Numbers are written as the language writes them, text as it stands; in RTL languages each is isolated.

        A plural filled with text (a preview's "○") takes its form `other`. Raises KeyError where a value is missing.
        """
        return _filled(self.parts, values, language)


def parse(text: str) -> Pattern:
    """Raises PatternError."""
    reader = _Reader(text)
    parts = reader.parts(within="")
    return Pattern(text, parts, tuple(reader.markup))


def _names(parts: Parts) -> set[str]:
    found: set[str] = set()
    for part in parts:
        if not isinstance(part, str):
            found.add(part.name)
        if isinstance(part, Plural):
            found.update(*(_names(branch) for branch in part.forms.values()))
    return found


def _filled(parts: Parts, values: Values, language: str) -> str:
    words: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Plural):
            count = values[part.name]
            form = plural_form(count, language) if isinstance(count, int) else "other"
            branch = part.forms.get(form, part.forms["other"])
            words.append(_filled(branch, values, language))
        else:
            value = values[part.name]
            words.append(isolated(number(value, language) if isinstance(value, int) else value, language))
    return "".join(words)


class _Reader:
    """Reads from left to right; `at` is the next sign."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.markup: list[tuple[int, int]] = []

    def parts(self, *, within: str) -> Parts:
        """Up to the end of the text or, within the plural of that name, up to the brace that closes the branch."""
        found: list[str | Slot | Plural] = []
        plain = _PLAIN_IN_PLURAL if within else _PLAIN
        while self.at < len(self.text):
            words = plain.match(self.text, self.at)
            if words:
                found.append(words[0])
                self.at = words.end()
            elif self.text[self.at] == "{":
                found.append(self.slot(within=within))
            elif self.text[self.at] == "#":
                self.mark(1)
                found.append(Slot(within))
            elif within:
                break
            else:
                raise PatternError(self.at, gettext("「}」に対応する「{」がありません。"))
        return tuple(found)

    def slot(self, *, within: str) -> Slot | Plural:
        opened = self.at
        self.skip(1)
        name = self.word(gettext("「{」のあとには、差し込む項目の名前を半角の英小文字で書いてください。"))
        if self.peek() == ",":
            if within:
                raise PatternError(opened, gettext("複数形の中に、別の複数形は書けません。"))
            found: Slot | Plural = Plural(name, self.forms(opened, name))
        else:
            found = Slot(name)
        self.close(opened)
        self.markup.append((self.marked_from(opened), self.at))
        return found

    def forms(self, opened: int, name: str) -> dict[str, Parts]:
        self.skip(1)
        kind_at = self.at
        if self.word(_only_plural()) != "plural":
            raise PatternError(kind_at, _only_plural())
        if self.peek() != ",":
            raise PatternError(self.at, gettext("「plural」のあとに「,」と形（one、otherなど）を書いてください。"))
        self.skip(1)
        found: dict[str, Parts] = {}
        while self.peek() not in {"}", ""}:
            self.form(opened, name, found)
        if "other" not in found:
            raise PatternError(opened, gettext("複数形には、必ず「other{…}」を書いてください。"))
        return found

    def form(self, opened: int, name: str, found: dict[str, Parts]) -> None:
        begun = self.at
        form = self.word(_known_forms())
        if form not in FORMS:
            raise PatternError(begun, _known_forms())
        if form in found:
            raise PatternError(begun, gettext("同じ形「%(form)s」が2回あります。") % {"form": form})
        if self.peek() != "{":
            raise PatternError(self.at, gettext("形「%(form)s」のあとに「{」を書いてください。") % {"form": form})
        brace = self.at
        self.at += 1
        self.markup.append((self.marked_from(opened), self.at))
        found[form] = self.parts(within=name)
        if self.at >= len(self.text):
            raise PatternError(brace, _unclosed())
        self.mark(1)
        self.skip(0)

    def word(self, otherwise: str) -> str:
        self.skip(0)
        match = _NAME.match(self.text, self.at)
        if not match:
            raise PatternError(self.at, otherwise)
        self.at = match.end()
        self.skip(0)
        return match[0]

    def close(self, opened: int) -> None:
        if self.peek() == "":
            raise PatternError(opened, _unclosed())
        if self.peek() != "}":
            raise PatternError(self.at, gettext("項目の名前には、半角の英小文字・数字・「_」だけを使えます。"))
        self.at += 1

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def skip(self, signs: int) -> None:
        """Over so many signs and the white space after them."""
        space = _SPACE.match(self.text, self.at + signs)
        self.at = space.end() if space else self.at + signs

    def mark(self, signs: int) -> None:
        self.markup.append((self.at, self.at + signs))
        self.at += signs

    def marked_from(self, opened: int) -> int:
        """Where the markup now ending began: at the slot's brace or after the last markup within it."""
        return max(opened, self.markup[-1][1]) if self.markup else opened


def _unclosed() -> str:
    return gettext("「{」に対応する「}」がありません。")


def _only_plural() -> str:
    return gettext("「,」のあとに書けるのは「plural」だけです。")


def _known_forms() -> str:
    return gettext("複数形の形は、zero、one、two、few、many、otherのどれかです。")
