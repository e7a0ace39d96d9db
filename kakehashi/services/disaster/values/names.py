"""Names by code, as the words of a value need them, and what is said where a language has none.

A name missing in a language is said in English or, where nobody translated it, by its reading in Latin letters. Where
the language is written in other letters the Japanese name follows in brackets, since it is what signs in Japan say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kakehashi.foundation.translation import easy_japanese
from kakehashi.services.disaster.values.romaji import romanised

LATIN = frozenset({"en", "pt", "es", "fil", "vi", "id", "fr", "de"})
_HAN = frozenset({"zh-Hans", "zh-Hant"})  # can read a Japanese name


@dataclass(frozen=True)
class Named:
    """A proper name: as it is written in Japan, how it is read, and its own names by language."""

    ja: str
    kana: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """Everything values refer to. `choices`: ``list.value`` → language → text; `languages`: code → endonym."""

    places: Mapping[str, Named] = field(default_factory=dict)
    facilities: Mapping[int, Named] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


def with_reading(name: Named) -> str:
    """The name under its reading as furigana marks; word by word where both have as many, so that lines can break."""
    words, readings = name.ja.split(), name.kana.split()
    if len(words) != len(readings):
        words, readings = [name.ja], [name.kana]
    said = (
        f"｜{word}《{kana}》" if kana and kana != word else word for word, kana in zip(words, readings, strict=True)
    )
    return " ".join(said)


def is_said(name: Named, language: str) -> bool:
    """Whether the language has its own name for it; otherwise a rule stands in."""
    return language in {"ja", easy_japanese.CODE} or language in name.names


def place_name(name: Named, language: str) -> str:
    """As residents say it: 姫路市, Himeji City, 히메지 시; by the rule of the module where the language has none."""
    if language == "ja":
        return name.ja
    if language == easy_japanese.CODE:
        return with_reading(name)
    if language in name.names:
        return name.names[language]
    if language in _HAN:
        return name.ja
    latin = name.names.get("en") or romanised(name.kana)
    if not latin:
        return name.ja
    return latin if language in LATIN else f"{latin} ({name.ja})"


def sign_name(name: Named, language: str) -> str:
    """As it is written on the building, with what to call it: 桜小学校 (Sakura Shogakko)."""
    if language == "ja":
        return name.ja
    if language == easy_japanese.CODE:
        return with_reading(name)
    beside = name.names.get(language) or ("" if language in _HAN else name.names.get("en") or romanised(name.kana))
    return f"{name.ja} ({beside})" if beside and beside != name.ja else name.ja
