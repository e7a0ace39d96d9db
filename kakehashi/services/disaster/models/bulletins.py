"""Bulletins: checked sentences with what fills them, from the draft to the public page, corrected and withdrawn."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.flow.definition import Step
from kakehashi.foundation.flow.models import Flowing
from kakehashi.foundation.organisations.choices import OrganisationKind as Kind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.translation.models import Unit
from kakehashi.kernel import clock
from kakehashi.services.disaster.flow import BULLETIN_FLOW
from kakehashi.services.disaster.models.bank import Sentence
from kakehashi.services.disaster.models.exercises import Exercise
from kakehashi.services.disaster.models.jma import JmaMessage


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, person: Person | None) -> Self:
        """Whoever writes for the organisation, and headquarters; the public sees pages, never this table."""
        held = standing(person)
        if Permission.EDIT_SENTENCES in held.everywhere:
            return self
        own = held.where(Permission.WRITE_BULLETINS)
        headquarters = Organisation.objects.filter(pk__in=own, kind__in=[Kind.HEADQUARTERS, Kind.SECTION])
        return self.filter(Q(organisation__in=own) | Q(Exists(headquarters)))


class Bulletin(Flowing):
    """One message of an organisation to everybody in an area, in one version.

    A correction is a new bulletin that `corrects` the old one; when it goes out the old one is superseded. `code` is
    on paper and in addresses and stays with all versions of one message; `version` counts them. `alone_because`: why
    it went out without a second person (emergency override, logged).
    Personal data: who wrote, approved and published it. Kept as long as the message, as proof.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("発表する団体"))
    code = models.CharField(_("短いコード"), max_length=12, editable=False)
    version = models.PositiveSmallIntegerField(_("版"), default=1, editable=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", editable=False
    )
    title = models.CharField(_("件名(内部)"), max_length=160, blank=True)
    areas: models.JSONField[Any, Any] = models.JSONField(_("対象の地域"), default=list)
    languages: models.JSONField[Any, Any] = models.JSONField(_("言語"), default=list)
    valid_until = models.DateTimeField(_("いつまで有効か"), null=True, blank=True)
    exercise = models.ForeignKey(Exercise, models.PROTECT, null=True, blank=True, related_name="bulletins")
    message = models.ForeignKey(JmaMessage, models.PROTECT, null=True, blank=True, related_name="bulletins")
    change_note = models.CharField(_("変わったこと"), max_length=300, blank=True)
    end_note = models.CharField(_("取り下げた理由"), max_length=300, blank=True, editable=False)
    alone_because = models.CharField(_("一人で公開する理由"), max_length=300, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    writers = models.ManyToManyField(Person, related_name="+", editable=False)  # none of them is a second person
    made_at = models.DateTimeField(default=clock.now, editable=False)
    approver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("災害情報")
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(step__in=BULLETIN_FLOW.codes()), name="disaster_bulletin_step_known"),
            models.UniqueConstraint(fields=["code", "version"], name="disaster_bulletin_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(step="published"), name="disaster_one_version_is_published"
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")) | ~Q(alone_because=""),
                name="disaster_approved_by_a_second_person",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "step"])]

    def __str__(self) -> str:
        return self.title or self.paper_code

    @property
    def is_exercise(self) -> bool:
        return self.exercise_id is not None

    @property
    def stage(self) -> Step:
        return BULLETIN_FLOW.step(self.step)

    @property
    def paper_code(self) -> str:
        """What stands on paper and in addresses: each version its own, so that old paper can be told from new."""
        return self.code if self.version == 1 else f"{self.code}-{self.version}"


class BulletinPart(models.Model):
    """A paragraph: a sentence of the bank with what fills its slots, or words of one's own (`unit`) around them.

    Personal data: none should be in it; people are never named in public warnings.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField(default=0)
    sentence = models.ForeignKey(Sentence, models.PROTECT, null=True, blank=True, related_name="+")
    slots: models.JSONField[Any, Any] = models.JSONField(default=dict)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("bulletin", "order", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(sentence__isnull=False, unit__isnull=True) | Q(sentence__isnull=True, unit__isnull=False),
                name="disaster_part_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.sentence or self.unit)


class BulletinUpdate(models.Model):
    """From this moment on a bulletin that is up says what it says: the first when it went up, the others each time its
    words changed, in whatever language. `words` tells whether they did. Personal data: none.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="updates")
    number = models.PositiveSmallIntegerField(_("番号"))
    at = models.DateTimeField(_("日時"))
    words = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("公開中の文の変更")
        ordering = ("bulletin", "number")
        constraints = [models.UniqueConstraint(fields=["bulletin", "number"], name="disaster_update_once")]

    def __str__(self) -> str:
        return f"{self.bulletin_id}/{self.number}"


class Release(models.Model):
    """One state of the public pages as it was put up. Personal data: none."""

    number = models.PositiveIntegerField(_("番号"), unique=True)
    at = models.DateTimeField(default=clock.now)
    reason = models.CharField(_("きっかけ"), max_length=200)
    pages = models.PositiveIntegerField(_("ページ数"))
    changed = models.PositiveIntegerField(_("変わったページ"))
    milliseconds = models.PositiveIntegerField(_("かかった時間(ミリ秒)"))

    class Meta:
        verbose_name = _("公開の記録")
        ordering = ("-number",)

    def __str__(self) -> str:
        return str(self.number)
