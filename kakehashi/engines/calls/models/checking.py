"""What the formal check looks at: how its lines were judged."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.models.applications import Application
from kakehashi.engines.calls.models.schemes import CheckLine
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class Mark(models.Model):
    """How a line of the formal check was judged for an application. Personal data: who. Kept as long as it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="marks")
    line = models.ForeignKey(CheckLine, models.CASCADE, related_name="+")
    is_met = models.BooleanField(_("満たしている"))
    note = models.CharField(_("メモ"), max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("形式審査の結果")
        ordering = ("line__order", "id")
        constraints = [models.UniqueConstraint(fields=["application", "line"], name="calls_mark_once")]

    def __str__(self) -> str:
        return f"{self.line}: {self.is_met}"
