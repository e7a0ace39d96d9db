"""How officers work with many cases: views they save, work they hand over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.models.cases import Case
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


class SavedView(models.Model):
    """A narrowing of the list under a name; a shared one is seen by everybody who works at the office.

    Personal data: whose view it is. Kept as long as the person.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    shared_with = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("名前"), max_length=60)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("保存した条件")
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="cases_view_name_once")]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """All open work of one officer given to others in one step, with what the successor must know.

    Personal data: both officers. Kept ten years.
    """

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    leaver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("引き継ぐ人"))
    planned_for = models.DateField(_("引継ぎの日"))
    words = models.TextField(_("後任へのことば"), blank=True)
    ends_role = models.BooleanField(_("前日で役割を終える"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("引継ぎ")
        ordering = ("-planned_for", "-id")

    def __str__(self) -> str:
        return f"{self.leaver} {self.planned_for}"


class HandoverLine(models.Model):
    """One case of a hand-over: to whom, what is next, what was promised to whom.

    Personal data: successor. Kept with its hand-over.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    successor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    next_step = models.TextField(_("次にすること"), blank=True)
    promises = models.TextField(_("約束したこと"), blank=True)
    contacts = models.TextField(_("連絡先"), blank=True)

    class Meta:
        verbose_name = _("引き継ぐ案件")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["handover", "case"], name="cases_handed_over_once")]

    def __str__(self) -> str:
        return str(self.case)
