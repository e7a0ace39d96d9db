"""A sentence of the bank with its slots filled, in one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kakehashi.foundation.translation.patterns import Pattern, PatternError, parse
from kakehashi.services.disaster.values.names import Names
from kakehashi.services.disaster.values.speaking import spoken

TO_WRITE = "＿＿＿＿＿＿"  # stands for a slot that is filled by hand, on paper made in peace


class NotSayableError(Exception):
    """A language lacks a word for what fills a slot, or its text cannot be read."""


@dataclass(frozen=True)
class Blank:
    """A slot as the words need to know it."""

    name: str
    kind: str
    choice_list: str = ""
    is_required: bool = True


def say(
    body: str, blanks: Iterable[Blank], values: Mapping[str, Any], language: str, names: Names, *, by_hand: bool = False
) -> list[str]:
    """The lines of the text; one that needs an optional slot nobody filled is left out.

    A required slot without a value is a line to write on where the paper is filled `by_hand`, else the text is not
    sayable. Raises ``NotSayableError``.
    """
    slots = {blank.name: blank for blank in blanks}
    patterns = [_parsed(line) for line in body.split("\n") if line.strip()]
    words: dict[str, str | int] = {}
    for name in {slot for _pattern, used in patterns for slot in used}:
        blank = slots.get(name)
        if blank is not None and name in values:
            words[name] = _word(blank, values[name], language, names)
        elif by_hand and blank is not None and blank.is_required:
            words[name] = TO_WRITE
    needed = {name for name, blank in slots.items() if blank.is_required}
    if any(used & needed - words.keys() or used - slots.keys() for _pattern, used in patterns):
        raise NotSayableError(language)
    return [pattern.fill(words, language) for pattern, used in patterns if used <= words.keys()]


def with_blanks(body: str, labels: Mapping[str, str], language: str) -> list[str]:
    """All lines, each slot a blank with its label after it: ＿＿（場所）, ____ (Place). Raises ``NotSayableError``."""
    write = "＿＿（{}）" if language.startswith(("ja", "zh")) else "____ ({})"
    words: dict[str, str | int] = {name: write.format(label) for name, label in labels.items()}
    patterns = [_parsed(line) for line in body.split("\n") if line.strip()]
    if not patterns or any(used - words.keys() for _pattern, used in patterns):
        raise NotSayableError(language)
    return [pattern.fill(words, language) for pattern, _used in patterns]


def _word(blank: Blank, value: Any, language: str, names: Names) -> str | int:
    try:
        return spoken(blank.kind, value, language, names, choice_list=blank.choice_list)
    except KeyError as missing:
        raise NotSayableError(language) from missing


@lru_cache(maxsize=20_000)
def _parsed(line: str) -> tuple[Pattern, frozenset[str]]:
    """With its slots."""
    try:
        pattern = parse(line)
        return pattern, pattern.slots
    except PatternError as broken:
        raise NotSayableError(line) from broken
