"""People who are sent or received: the registers of advisers and experts, foreign staff proposed to hosts."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import ProposalState, Register
from kakehashi.engines.calls.models.applications import Application
from kakehashi.engines.calls.models.schemes import Call, spoken
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Country, Organisation, Person


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, person: Person | None) -> Self:
        """Listed ones everybody who is signed in; the others the council."""
        if person is None:
            return self.none()
        return self if standing(person).may(Permission.OVERSEE_CALLS) else self.filter(is_listed=True)


class Expert(models.Model):
    """Somebody in a register who can be sent. `fields` and `languages` are codes or words, in the order of strength.

    Personal data: name, affiliation, expertise; contact in ``person``. Kept while registered and five years after.
    """

    register = models.CharField(_("名簿"), max_length=10, choices=Register.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name_ja = models.CharField(_("氏名"), max_length=80)
    name_en = models.CharField(_("英語表記"), max_length=120, blank=True)
    affiliation = models.CharField(_("所属"), max_length=160, blank=True)
    home = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    fields: models.JSONField[Any, Any] = models.JSONField(_("専門"), default=list, blank=True)
    languages: models.JSONField[Any, Any] = models.JSONField(_("言語"), default=list, blank=True)
    areas: models.JSONField[Any, Any] = models.JSONField(_("行ける地域"), default=list, blank=True)
    profile_ja = models.TextField(_("紹介"), blank=True)
    profile_en = models.TextField(_("紹介(英語)"), blank=True)
    most_per_year = models.PositiveSmallIntegerField(_("1年度に引き受けられる回数"), null=True, blank=True)
    is_listed = models.BooleanField(_("名簿に載せる"), default=True)
    is_demonstration = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("登録された人")
        ordering = ("register", "id")

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def profile(self) -> str:
        return spoken(self.profile_ja, self.profile_en)


class Absence(models.Model):
    """Days on which somebody of a register cannot be sent. Personal data: absence. Deleted a year later."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="absences")
    first_day = models.DateField(_("初日"))
    last_day = models.DateField(_("末日"))

    class Meta:
        verbose_name = _("都合の悪い日")
        ordering = ("first_day", "id")
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=models.F("last_day")), name="calls_absence_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.expert} {self.first_day}"


class Dispatch(models.Model):
    """Who is sent for an application: wished for by the applicant, or chosen by headquarters.

    Personal data: who goes where. Kept as long as the application.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="dispatch")
    wished = models.ForeignKey(
        Expert, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("希望する人")
    )
    sent = models.ForeignKey(
        Expert, models.PROTECT, null=True, blank=True, related_name="dispatches", verbose_name=_("派遣する人")
    )
    chosen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)
    hours = models.DecimalField(_("時間"), max_digits=4, decimal_places=1, null=True, blank=True)
    honorarium_yen = models.PositiveIntegerField(_("謝金(円)"), null=True, blank=True)
    travel_yen = models.PositiveIntegerField(_("旅費(円)"), null=True, blank=True)
    daily_yen = models.PositiveIntegerField(_("日当(円)"), null=True, blank=True)
    tax_yen = models.PositiveIntegerField(_("源泉徴収(円)"), null=True, blank=True)

    class Meta:
        verbose_name = _("派遣")

    def __str__(self) -> str:
        return f"{self.application} / {self.sent or self.wished or '-'}"


class Candidate(models.Model):
    """A foreign official offered by a body abroad, to be received by a host.

    Personal data: name, profile. Kept until five years after the stay, one year where there was none.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="candidates")
    name = models.CharField(_("氏名"), max_length=120)
    home = models.CharField(_("派遣元の団体"), max_length=200)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    field = models.CharField(_("分野"), max_length=120, blank=True)
    japanese = models.CharField(_("日本語の力"), max_length=60, blank=True)
    languages = models.CharField(_("言語"), max_length=120, blank=True)
    profile = models.TextField(_("経歴と希望"), blank=True)
    first_day = models.DateField(_("来られる最初の日"), null=True, blank=True)
    last_day = models.DateField(_("来られる最後の日"), null=True, blank=True)
    is_withdrawn = models.BooleanField(_("辞退"), default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("受入れの候補者")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A candidate proposed to a host; the host chooses, the council confirms.

    Personal data: none beyond the candidate's. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="proposals")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="proposals")
    state = models.CharField(_("状態"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    order = models.PositiveSmallIntegerField(_("希望の順"), null=True, blank=True)
    note = models.CharField(_("理由など"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("紹介")
        ordering = ("application_id", "order", "id")
        constraints = [
            models.UniqueConstraint(fields=["application", "candidate"], name="calls_proposal_once"),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(state="confirmed"), name="calls_candidate_confirmed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} → {self.application}"
