"""Changes of plan, asked for after the decision."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import ChangeKind
from kakehashi.engines.calls.flow import CHANGE_FLOW
from kakehashi.engines.calls.models.applications import Application, Paper
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Step
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, person: Person | None) -> Self:
        """Those of visible applications; the council sees them once they are handed in."""
        seen = self.filter(application__in=Application.objects.visible_to(person).values("pk"))
        asking = standing(person).where(Permission.REQUEST_SERVICES)
        return seen.filter(~Q(step="draft") | Q(application__applicant__in=asking))


class Change(Flowing):
    """A change of plan, or giving up, asked for after the decision; the plan stays as it is until approved.

    Personal data: what the paper holds. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="changes")
    kind = models.CharField(_("内容"), max_length=10, choices=ChangeKind.choices, default=ChangeKind.CHANGE)
    paper = models.OneToOneField(Paper, models.CASCADE, related_name="change")
    is_weighty = models.BooleanField(_("承認が必要"), default=True, editable=False)
    new_yen = models.PositiveBigIntegerField(_("変更後の額(円)"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("変更・中止の申請")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(step__in=CHANGE_FLOW.codes()), name="calls_change_step_known"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(step__in=["draft", "submitted", "returned"]),
                name="calls_one_open_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.get_kind_display()}"

    @property
    def stage(self) -> Step:
        return CHANGE_FLOW.step(self.step)
