"""A stored value in the words of a language."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from kakehashi.foundation.translation import cldr, easy_japanese
from kakehashi.services.disaster.choices import SlotKind
from kakehashi.services.disaster.values.names import Named, Names, place_name, sign_name


def spoken(kind: str, value: Any, language: str, names: Names, *, choice_list: str = "") -> str | int:
    """The value as it stands in a sentence. Counts stay numbers, so that the sentence can choose its plural.

    Raises KeyError where a code has no name, or a choice no text in the language: then the sentence cannot be said.
    """
    if kind in {SlotKind.COUNT, SlotKind.LEVEL}:
        return int(value)
    if kind in {SlotKind.PLACE, SlotKind.VOLCANO, SlotKind.RIVER}:
        codes = [value] if isinstance(value, str) else value
        return cldr.listed([place_name(names.places[code], language) for code in codes], language)
    if kind in {SlotKind.FACILITY, SlotKind.NAME}:
        return sign_name(_named(value, names), language)
    if kind in {SlotKind.CHOICE, SlotKind.INTENSITY}:
        chosen = [value] if isinstance(value, str) else value
        table = "intensity" if kind == SlotKind.INTENSITY else choice_list
        return cldr.listed([names.choices[f"{table}.{one}"][language] for one in chosen], language)
    if kind == SlotKind.LANGUAGES:
        return cldr.listed([_endonym(code, language, names) for code in value], language)
    return _WRITTEN[kind](value, language) if kind in _WRITTEN else str(value)  # phone, url


def _named(value: Any, names: Names) -> Named:
    """A registered place by its number, unless the value holds the names under which it was approved."""
    if "ja" in value:
        return Named(value["ja"], value.get("kana", ""), value.get("names") or {})
    return names.facilities[value["id"]]


def _endonym(code: str, language: str, names: Names) -> str:
    if code == easy_japanese.CODE:
        return easy_japanese.NAMES[code] if language == code else easy_japanese.NAMES["ja"]
    return names.languages[code]


def _time_or_moment(text: str) -> dt.time | dt.datetime:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.time.fromisoformat(text)


def _hours(value: Any, language: str) -> str:
    return cldr.hours(_time_or_moment(value["from"]), _time_or_moment(value["to"]), language)


_WRITTEN: dict[str, Callable[[Any, str], str]] = {
    SlotKind.DATE: lambda value, language: cldr.day(dt.date.fromisoformat(value), language),
    SlotKind.TIME: lambda value, language: cldr.clock_time(dt.time.fromisoformat(value), language),
    SlotKind.DATETIME: lambda value, language: cldr.moment(dt.datetime.fromisoformat(value), language),
    SlotKind.HOURS: _hours,
    SlotKind.PERIOD: lambda value, language: cldr.period(value["count"], value["unit"], language),
    SlotKind.MEASURE: lambda value, language: cldr.measure(value["count"], value["unit"], language),
    SlotKind.MONEY: cldr.money,
    SlotKind.COUNTRY: cldr.country,
}
