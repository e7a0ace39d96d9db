from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref


class Flowing(models.Model):
    """A thing that goes through the steps of a flow. Only `flow.moves.make_move` writes these columns."""

    step = models.CharField(_("状態"), max_length=40, db_index=True, editable=False)
    step_since = models.DateTimeField(_("状態の開始"), default=clock.now, editable=False)
    revision = models.PositiveIntegerField(_("版"), default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def ref(self) -> Ref:
        return Ref(self._meta.label_lower, self.pk)


class Passage(models.Model):
    """One step taken: the story of a thing, and what its clocks count from.

    Personal data: who moved it, and the note. Kept as long as the thing.
    """

    thing_kind = models.CharField(max_length=80)
    thing_id = models.PositiveBigIntegerField()
    move = models.CharField(max_length=40)
    from_step = models.CharField(max_length=40, blank=True)
    to_step = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("経過")
        ordering: ClassVar = ["at", "id"]
        indexes = [models.Index(fields=["thing_kind", "thing_id", "at"])]

    def __str__(self) -> str:
        return f"{self.thing_kind}:{self.thing_id} {self.move}"
