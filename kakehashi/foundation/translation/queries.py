"""Reads. Languages and what stands in them are known to everybody."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kakehashi.foundation.translation.models import Language, Text

Texts = dict[str, dict[str, Text]]


def languages() -> QuerySet[Language]:
    """Every language, in the order in which they are offered."""
    return Language.objects.all()


def resident_languages() -> QuerySet[Language]:
    """The languages in which residents are told: Japanese, やさしい日本語 and the others."""
    return Language.objects.filter(is_resident=True)


def standing_texts(keys: Iterable[str], languages: Iterable[str] | None = None) -> Texts:
    """What readers get of these units: unit key → language code → its standing version. One query.

    A language without a text, or whose text was withdrawn, is missing.
    """
    found: Texts = {key: {} for key in keys}
    texts = Text.objects.filter(is_standing=True, unit__key__in=found).select_related("unit")
    if languages is not None:
        texts = texts.filter(language__in=list(languages))
    for text in texts:
        found[text.unit.key][text.language_id] = text
    return found
