"""Drills: the same work with the flag that nothing of it is real."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import DrillState, ShelterState
from kakehashi.services.disaster.models.places import Facility


class Exercise(models.Model):
    """A drill of an organisation. While it runs, its writers may take JMA messages of the status 訓練 as injects.

    Everything made in it carries it and is marked as a drill in every language. `target_minutes`: how soon after its
    arrival what an inject calls for is to be live; none: not set. `conductor`: alone knows what is coming.
    Personal data: who conducts it. Kept as long as the drill.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("団体"))
    conductor = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("訓練を進める人"), editable=False
    )
    name = models.CharField(_("名称"), max_length=120)
    scenario = models.TextField(_("想定"), blank=True)
    starts_at = models.DateTimeField(_("開始"))
    ends_at = models.DateTimeField(_("終了"))
    target_minutes = models.PositiveSmallIntegerField(_("公開までの目標(分)"), null=True, blank=True)
    reflection = models.TextField(_("ふり返り"), blank=True)
    reviewed_at = models.DateTimeField(_("ふり返りを書いた日時"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("訓練")
        ordering = ("-starts_at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="disaster_drill_in_order"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None) | Q(reviewed_at__gte=models.F("ends_at")),
                name="disaster_drill_reviewed_after_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state == DrillState.RUNNING

    @property
    def state(self) -> DrillState:
        if self.reviewed_at is not None:
            return DrillState.REVIEWED
        now = clock.now()
        if now >= self.ends_at:
            return DrillState.ENDED
        return DrillState.RUNNING if now >= self.starts_at else DrillState.PLANNED


class ShelterInDrill(models.Model):
    """What a shelter is said to be in a drill; what it really is stands with the facility. Personal data: none."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="shelters")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    state = models.CharField(_("状態"), max_length=20, choices=ShelterState.choices)
    state_since = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("訓練での避難所")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["exercise", "facility"], name="disaster_shelter_once_in_a_drill"),
            models.CheckConstraint(
                condition=models.Q(state__in=ShelterState.values), name="disaster_shelter_in_drill_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.facility}"
