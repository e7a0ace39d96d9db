"""What a drill throws at its people, by the clock."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.services.disaster.models.bulletins import Bulletin
from kakehashi.services.disaster.models.exercises import Exercise
from kakehashi.services.disaster.models.jma import JmaMessage

LATEST = 14 * 24 * 60  # minutes: no drill is longer


class Inject(models.Model):
    """Something that happens `minute` minutes after the start of a drill and calls for a bulletin.

    Words, a message of the weather agency (`xml`, taken into the drill as `message` when its time has come), or both.
    `arrived_at`: when people could see it; `bulletin`: what they made of it, in its first version.
    Personal data: none; nobody is named in what is imagined.
    """

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="script")
    minute = models.PositiveIntegerField(_("開始からの分"), validators=[MaxValueValidator(LATEST)])
    title = models.CharField(_("件名"), max_length=160)
    words = models.TextField(_("届く内容"), blank=True)
    xml = models.TextField(blank=True, editable=False)
    file_name = models.CharField(_("電文のファイル"), max_length=120, blank=True)
    message = models.ForeignKey(JmaMessage, models.SET_NULL, null=True, blank=True, related_name="+")
    arrived_at = models.DateTimeField(_("届いた日時"), null=True, blank=True)
    trouble = models.CharField(_("失敗"), max_length=300, blank=True)
    bulletin = models.ForeignKey(Bulletin, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("訓練の状況")
        ordering = ("exercise", "minute", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(words="") | ~Q(xml=""), name="disaster_inject_says_something"),
            models.CheckConstraint(condition=Q(minute__lte=LATEST), name="disaster_inject_within_a_drill"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def due_at(self) -> dt.datetime:
        return self.exercise.starts_at + dt.timedelta(minutes=self.minute)
