"""Reads. Languages are known to everybody."""

from kakehashi.foundation.translation.models import Language, LanguageQuerySet


def languages() -> LanguageQuerySet:
    """Every language, in the order in which they are offered."""
    return Language.objects.all()
