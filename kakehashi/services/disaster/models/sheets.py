"""Sheets for walls: kits that are kept, and every sheet that was printed, so that its code can answer."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import Phase, SheetState
from kakehashi.services.disaster.models.exercises import Exercise
from kakehashi.services.disaster.models.places import Facility


class OwnedQuerySet(models.QuerySet[Any]):
    """Things of an organisation: its own writers see them, and nobody else's."""

    def visible_to(self, person: Person | None) -> Self:
        return self.filter(standing(person).reach(Permission.WRITE_BULLETINS, "organisation"))


class Kit(models.Model):
    """Sheets prepared in peace for a shelter and a phase. `lines`: ``[{"code", "slots"}]``. Personal data: none.

    `paper`: ``{"size", "orientation", "per_page", "ruby", "look"}``, as the sheet maker asks for it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("団体"))
    facility = models.ForeignKey(
        Facility, models.SET_NULL, null=True, blank=True, related_name="kits", verbose_name=_("施設")
    )
    name = models.CharField(_("名称"), max_length=120)
    phase = models.CharField(_("時期"), max_length=20, choices=Phase.choices, blank=True)
    lines: models.JSONField[Any, Any] = models.JSONField(_("文例"), default=list)
    languages: models.JSONField[Any, Any] = models.JSONField(_("言語"), default=list)
    paper: models.JSONField[Any, Any] = models.JSONField(_("紙"), default=dict)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("シートのひとそろい")
        ordering = ("organisation__code", "name", "id")

    def __str__(self) -> str:
        return self.name


class Sheet(models.Model):
    """A sheet that was printed: what it says, in which words, until when; `code` stands on the paper.

    `said`: all that stands on the paper, as `queries.drawing.kept` writes it: under one code there is never another
    text. `meanings`: ``{unit key: {language: meaning}}`` at the time of printing, so that the page behind the code can
    tell whether the words have changed since. Personal data: who made it. Kept as long as the paper may hang.
    """

    code = models.CharField(_("短いコード"), max_length=12, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("団体"))
    facility = models.ForeignKey(
        Facility, models.SET_NULL, null=True, blank=True, related_name="sheets", verbose_name=_("施設")
    )
    kit = models.ForeignKey(Kit, models.SET_NULL, null=True, blank=True, related_name="sheets")
    exercise = models.ForeignKey(Exercise, models.PROTECT, null=True, blank=True, related_name="sheets")
    lines: models.JSONField[Any, Any] = models.JSONField(_("文例"), default=list)
    languages: models.JSONField[Any, Any] = models.JSONField(_("言語"), default=list)
    paper: models.JSONField[Any, Any] = models.JSONField(_("紙"), default=dict)
    said: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)
    meanings: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)
    valid_until = models.DateTimeField(_("いつまで有効か"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=20, choices=SheetState.choices, default=SheetState.CURRENT)
    state_note = models.CharField(_("理由"), max_length=300, blank=True)
    state_since = models.DateTimeField(default=clock.now, editable=False)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("作成日時"), default=clock.now, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("シート")
        ordering = ("-made_at", "-id")
        constraints = [models.CheckConstraint(condition=Q(state__in=SheetState.values), name="disaster_sheet_known")]
        indexes = [models.Index(fields=["organisation", "-made_at"])]

    def __str__(self) -> str:
        return self.code
