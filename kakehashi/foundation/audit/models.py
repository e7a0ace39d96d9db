from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.audit.registry import words_of
from kakehashi.foundation.organisations.models import Person


class AuditRow(models.Model):
    """One write: who, when, what, before and after. Never changed, never deleted; each row seals the one before.

    Personal data: whatever the audited rows hold. Kept ten years; erasure leaves the row and blanks the values by a
    further audited row (the seal covers a digest of the values, so it stays verifiable).
    """

    number = models.PositiveBigIntegerField(unique=True, help_text=_("切れ目のない通し番号"))
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120)
    thing_kind = models.CharField(max_length=80)
    thing_id = models.PositiveBigIntegerField(null=True)
    before: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    after: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    values_digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("記録")
        ordering = ("number",)
        indexes = [models.Index(fields=["thing_kind", "thing_id"])]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    @property
    def action_words(self) -> str:
        return words_of(self.action)

    @property
    def thing_words(self) -> str:
        """The kind of the thing in words; as it was written where there is no such kind any more."""
        try:
            return str(apps.get_model(self.thing_kind)._meta.verbose_name)
        except (LookupError, ValueError):
            return self.thing_kind


class OnceKey(models.Model):
    """The answer already given to a form that was sent twice (double click, retry, back button).

    Personal data: who sent it. Deleted after two days.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    location = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="audit_once_key")]

    def __str__(self) -> str:
        return self.key
