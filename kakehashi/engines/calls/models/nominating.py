"""Awards: nominations of one body by another, whose application comes only when it says yes; and the ceremony."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import NominationState
from kakehashi.engines.calls.models.applications import Application
from kakehashi.engines.calls.models.schemes import Call
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, person: Person | None) -> Self:
        """Both bodies, the section of the call and headquarters."""
        held = standing(person)
        if held.may(Permission.OVERSEE_CALLS):
            return self
        asking, desks = held.where(Permission.REQUEST_SERVICES), held.where(Permission.HANDLE_CALLS)
        return self.filter(Q(body__in=asking) | Q(nominator__in=asking) | Q(call__scheme__desk__in=desks))


class Nomination(models.Model):
    """That one body thinks another one should apply, and what that body answered.

    Several may nominate the same body: all nominations it accepts lead to the one `application`.
    Personal data: who nominated and who answered. Kept five years after the call's year.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="nominations")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("推薦する団体"))
    nominator = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("推薦した団体"))
    nominated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.TextField(_("推薦の理由"))
    state = models.CharField(_("状態"), max_length=10, choices=NominationState.choices, default=NominationState.ASKED)
    note = models.CharField(_("理由など"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    application = models.ForeignKey(
        Application, models.SET_NULL, null=True, blank=True, related_name="nominations", verbose_name=_("申請")
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("推薦")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["call", "body", "nominator"],
                condition=Q(state__in=["asked", "accepted"]),
                name="calls_nomination_once",
            ),
            models.CheckConstraint(condition=~Q(body=F("nominator")), name="calls_nomination_of_another"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None) | ~Q(state="asked") & Q(answered_at__isnull=False),
                name="calls_nomination_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominator} → {self.body}"

    @property
    def ref(self) -> Ref:
        return Ref(self._meta.label_lower, self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.state == NominationState.ASKED


class Ceremony(models.Model):
    """When and where those who are honoured by a call are honoured. Personal data: none."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="ceremony")
    held_at = models.DateTimeField(_("表彰式の日時"))
    place_ja = models.CharField(_("会場"), max_length=200)
    place_en = models.CharField(_("会場(英語)"), max_length=200, blank=True)
    about_ja = models.TextField(_("出席する人への案内"), blank=True)
    about_en = models.TextField(_("出席する人への案内(英語)"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("表彰式")

    def __str__(self) -> str:
        return f"{self.call} / {self._meta.verbose_name}"

    @property
    def place(self) -> str:
        return spoken(self.place_ja, self.place_en)

    @property
    def about(self) -> str:
        return spoken(self.about_ja, self.about_en)
