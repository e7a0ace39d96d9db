"""How officers work with many cases: views they save, work they hand over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.models.cases import Case, new_nonce
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

WORKPLACES = (OrganisationKind.OFFICE, OrganisationKind.SECTION, OrganisationKind.HEADQUARTERS)


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


class CalendarKey(models.Model):
    """The secret in the addresses under which one person's own calendar reads what is on; another nonce ends the old.

    Personal data: who subscribes. Kept until the person ends it, at the longest as long as the person.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("カレンダーのアドレス")

    def __str__(self) -> str:
        return str(self.person)


class Handover(models.Model):
    """All open work of one officer given to others in one step, with what the successor must know.

    At an office of the council it hands over the lead of cases, at a body that asks whoever asked for them.
    Draft, then settled (`confirmed_at`: it happens on its day by itself), then done.
    Personal data: both officers. Kept ten years.
    """

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("事務所・団体"))
    leaver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("引き継ぐ人"))
    successor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("後任")
    )
    planned_for = models.DateField(_("引継ぎの日"))
    words = models.TextField(_("後任へのことば"), blank=True)
    ends_role = models.BooleanField(_("前日で役割を終える"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("引継ぎ")
        ordering = ("-planned_for", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "leaver"], condition=Q(done_at=None), name="cases_one_handover_under_way"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(confirmed_at__isnull=False), name="cases_handover_done_was_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaver} {self.planned_for}"

    @property
    def ref(self) -> Ref:
        return Ref(self._meta.label_lower, self.pk)

    @property
    def is_of_client(self) -> bool:
        """Whether it hands over what was asked for, not the lead of what is worked on."""
        return self.office.kind not in WORKPLACES


class HandoverLine(models.Model):
    """One case of a hand-over: to whom, what is next, what was promised to whom.

    In a hand-over that is done, a line without successor is a case nobody could take: it stayed where it was.
    Personal data: successor; contacts as written. Kept with its hand-over.
    """

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    successor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("後任")
    )
    next_step = models.TextField(_("次にすること"), blank=True)
    promises = models.TextField(_("約束したこと"), blank=True)
    contacts = models.TextField(_("連絡先"), blank=True)
    came_late = models.BooleanField(_("下書きの後に加わった"), default=False, editable=False)

    class Meta:
        verbose_name = _("引き継ぐ案件")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["handover", "case"], name="cases_handed_over_once")]

    def __str__(self) -> str:
        return str(self.case)
