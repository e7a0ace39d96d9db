"""What somebody is still typing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.choices import Weight
from kakehashi.foundation.translation.models.languages import Language
from kakehashi.foundation.translation.models.texts import Unit
from kakehashi.kernel import clock


class Draft(models.Model):
    """A text of the editor before it is saved as a version, kept while it is typed; only its writer sees it.

    `expected` and `source`: the version and the meaning of the source that stood on the page when it was begun.
    `revision`: how often it was kept, so that of two windows none writes over the other.
    Personal data: what a person is typing. Kept until it is saved or thrown away, at most 90 days.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    language = models.ForeignKey(Language, models.CASCADE, related_name="+")
    body = models.TextField(_("文章"), blank=True)
    weight = models.CharField(_("直しの重さ"), max_length=10, choices=Weight.choices, default=Weight.MINOR)
    expected = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=16, blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("書きかけの訳文")
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "language"], name="translation_one_draft_each")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.language_id} {self.revision}"
