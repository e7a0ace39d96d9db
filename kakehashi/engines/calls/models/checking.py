"""What the formal check looks at: what the applicant declared, and how the lines were judged."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.models.applications import Application
from kakehashi.engines.calls.models.schemes import CheckLine
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock


class Declaration(models.Model):
    """What was answered to a question of eligibility, in the words in which it was asked: the call may change them.

    Personal data: who answered. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="declarations")
    text_ja = models.CharField(_("確認すること"), max_length=300)
    text_en = models.CharField(_("確認すること(英語)"), max_length=400, blank=True)
    is_yes = models.BooleanField(_("答え"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("申請資格の答え")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["application", "text_ja"], name="calls_declared_once")]

    def __str__(self) -> str:
        return spoken(self.text_ja, self.text_en)


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
