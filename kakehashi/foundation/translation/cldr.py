"""Numbers and plurals as CLDR has them for each language of ours; always Western digits and the Gregorian calendar."""

from functools import cache

from babel import Locale
from babel.numbers import format_decimal

# Ours → CLDR's, where they are not spelled alike. CLDR has no Easy Japanese; our Portuguese is that of Brazil.
_LOCALES = {"ja-x-yasashi": "ja", "pt": "pt_BR", "zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW"}
_COUNTED = 1000  # enough to meet every form that whole numbers of people, hours and metres take


@cache
def locale_of(language: str) -> Locale:
    """Raises `babel.UnknownLocaleError` where CLDR has no such language."""
    return Locale.parse(_LOCALES.get(language, language), sep="_" if language in _LOCALES else "-")


def is_rtl(language: str) -> bool:
    return locale_of(language).text_direction == "rtl"


def number(value: int, language: str) -> str:
    return format_decimal(value, locale=locale_of(language), numbering_system="latn")


def plural_form(value: int, language: str) -> str:
    """CLDR's category: zero, one, two, few, many or other."""
    return locale_of(language).plural_form(value)


@cache
def plural_forms(language: str) -> frozenset[str]:
    """The categories whole numbers up to a thousand fall into (French and Spanish have one more, for millions)."""
    return frozenset(plural_form(value, language) for value in range(_COUNTED + 1))
