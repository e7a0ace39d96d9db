"""Dates, times, numbers, plurals, lists and names as CLDR has them for each language of ours, ready to be read.

Always Western digits and the Gregorian calendar, whatever a language prefers: what stands on a sheet must be the same
number in each of its languages. Dates and times are Japan's. Easy Japanese is not CLDR's: see `easy_japanese`.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from kakehashi.foundation.translation import easy_japanese

# Ours → CLDR's, where they are not spelled alike. CLDR has no Easy Japanese; our Portuguese is that of Brazil.
_LOCALES = {"ja-x-yasashi": "ja", "pt": "pt_BR", "zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW"}
_COUNTED = 1000  # enough to meet every form that whole numbers of people, hours and metres take
_PERIODS = {unit: f"duration-{unit}" for unit in ("hour", "day", "week", "month")}
_LENGTHS = {unit: f"length-{unit}" for unit in ("millimeter", "meter", "kilometer")}
# Where what CLDR has is not what people write: Japanese weekdays as on every notice and no space after a number,
# Korean 오전 and 오후, Filipino without its "mga" after a number.
_DAYS = {"ja": "y年M月d日（E）"}
_CLOCKS = {"ko": "aaaa h:mm"}
_UNSPACED = {"ja"}
_FILIPINO = {"hour": "oras", "day": "araw", "week": "linggo", "month": "buwan"}
_NARROW_SPACES = str.maketrans(
    {"\u202f": "\u00a0", "\u2009": "\u00a0"}
)  # missing from many fonts, old phones and speech
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


@cache
def locale_of(language: str) -> Locale:
    """Raises `babel.UnknownLocaleError` where CLDR has no such language."""
    return Locale.parse(_LOCALES.get(language, language), sep="_" if language in _LOCALES else "-")


def is_rtl(language: str) -> bool:
    return locale_of(language).text_direction == "rtl"


def isolated(word: str, language: str) -> str:
    """What is put into a sentence written from right to left keeps its own direction."""
    return f"{_FIRST_STRONG_ISOLATE}{word}{_POP_ISOLATE}" if is_rtl(language) else word


def number(value: int, language: str) -> str:
    return _plain(format_decimal(value, locale=locale_of(language), numbering_system="latn"))


def money(yen: int, language: str) -> str:
    """With the name of the currency, which needs no knowledge of its sign: 12,000 Japanese yen."""
    if language == easy_japanese.CODE:
        return easy_japanese.money(number(yen, language))
    locale = locale_of(language)
    return _plain(format_currency(yen, "JPY", locale=locale, format_type="name", numbering_system="latn"))


def plural_form(value: int, language: str) -> str:
    """CLDR's category: zero, one, two, few, many or other."""
    return locale_of(language).plural_form(value)


@cache
def plural_forms(language: str) -> frozenset[str]:
    """The categories whole numbers up to a thousand fall into (French and Spanish have one more, for millions)."""
    return frozenset(plural_form(value, language) for value in range(_COUNTED + 1))


def day(value: date, language: str) -> str:
    """The whole date with its weekday, by which a mistaken date is noticed."""
    if language == easy_japanese.CODE:
        return easy_japanese.day(value)
    return _plain(format_date(value, _DAYS.get(language, "full"), locale_of(language)))


def clock_time(value: time, language: str) -> str:
    if language == easy_japanese.CODE:
        return easy_japanese.clock_time(value)
    return _plain(format_time(value, _CLOCKS.get(language, "short"), locale=locale_of(language)))


def moment(value: datetime, language: str) -> str:
    """A date and a time of Japan; `value` is naive or already in Japan's time."""
    if language == easy_japanese.CODE:
        return f"{easy_japanese.day(value)} {easy_japanese.clock_time(value.time())}"
    pattern = str(locale_of(language).datetime_formats["medium"])
    return pattern.format(clock_time(value.time(), language), day(value, language))


def hours(start: time | datetime, end: time | datetime, language: str) -> str:
    """From … to …; the date of the end is said only when it is another day."""
    first = moment(start, language) if isinstance(start, datetime) else clock_time(start, language)
    if isinstance(start, datetime) and isinstance(end, datetime) and start.date() != end.date():
        last = moment(end, language)
    else:
        last = clock_time(end.time() if isinstance(end, datetime) else end, language)
    if language == easy_japanese.CODE:
        return easy_japanese.between(first, last)
    return _plain(locale_of(language).interval_formats[None].format(first, last))


def period(count: int, unit: str, language: str) -> str:
    """How long: `unit` is hour, day, week or month. Raises KeyError for another."""
    if language == easy_japanese.CODE:
        return easy_japanese.period(count, unit)
    if language == "fil":
        return f"{number(count, language)} {_FILIPINO[unit]}"
    return _counted(count, _PERIODS[unit], language)


def measure(count: int, unit: str, language: str) -> str:
    """How far, high or deep: `unit` is millimeter, meter or kilometer. Raises KeyError for another."""
    return _counted(count, _LENGTHS[unit], "ja" if language == easy_japanese.CODE else language)


def listed(items: Sequence[str], language: str) -> str:
    """A, B and C."""
    if language == easy_japanese.CODE:
        return easy_japanese.listed(items)
    return format_list([isolated(item, language) for item in items], locale=locale_of(language))


def country(code: str, language: str) -> str:
    """A country or territory by its ISO alpha-2 code; the code itself where CLDR has no name for it."""
    name = locale_of(language).territories.get(code, code)
    return easy_japanese.name(name) if language == easy_japanese.CODE else name


def language_name(code: str, language: str) -> str:
    """What a language of ours is called in another; the code itself where CLDR has no name for it."""
    if code == easy_japanese.CODE:
        return easy_japanese.NAMES.get(language, easy_japanese.NAMES["en"])
    name = locale_of(language).languages.get(code.replace("-", "_"), code)
    return easy_japanese.name(name) if language == easy_japanese.CODE else name


def _counted(count: int, unit: str, language: str) -> str:
    """By the long name of the unit or, where CLDR's locale leaves it to its short one, by that."""
    locale = locale_of(language)
    written = ""
    for length in ("long", "short"):
        written = format_unit(count, unit, length, locale=locale, numbering_system="latn")
        if unit not in written:  # Babel writes the unit's own id where it finds no name
            break
    return _plain(written.replace(" ", "") if language in _UNSPACED else written)


def _plain(text: str) -> str:
    """Every digit a Western one, no space narrower than any font has."""
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(digits).translate(_NARROW_SPACES)
