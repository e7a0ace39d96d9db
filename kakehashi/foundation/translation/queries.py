"""Reads. Languages are known to everybody."""

from django.db.models import QuerySet

from kakehashi.foundation.translation.models import Language


def languages() -> QuerySet[Language]:
    """Every language, in the order in which they are offered."""
    return Language.objects.all()
