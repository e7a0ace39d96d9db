"""People who are sent or received: the registers of advisers and experts, foreign staff proposed to hosts."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import CandidatesAnswer, ProposalState, Register
from kakehashi.engines.calls.models.applications import Application
from kakehashi.engines.calls.models.schemes import Call
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.foundation.ui.languages import spoken


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, person: Person | None) -> Self:
        """Listed ones everybody who is signed in; the others the council, and each their own."""
        if person is None:
            return self.none()
        return (
            self
            if standing(person).may(Permission.OVERSEE_CALLS)
            else self.filter(Q(is_listed=True) | Q(person=person))
        )


class Expert(models.Model):
    """Somebody in a register who can be sent. `fields` and `languages` are codes or words, in the order of strength.

    `person` signs in and keeps the own entry; `home` is the body whose officer it is or was. Without `consented_on`
    nobody is put on the list.
    Personal data: name, affiliation, expertise; contact in ``person``. Kept while registered and five years after.
    """

    register = models.CharField(_("名簿"), max_length=10, choices=Register.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="entries")
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
    consented_on = models.DateField(_("本人の同意を得た日"), null=True, blank=True)
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


class DispatchRule(models.Model):
    """What somebody sent for a call is paid. What is empty is not known (未設定): the desk types the amount itself.

    `tax_percent` is withheld from the honorarium. Personal data: none.
    """

    call = models.OneToOneField(Call, models.CASCADE, related_name="dispatch_rule")
    hour_yen = models.PositiveIntegerField(_("謝金(1時間、円)"), null=True, blank=True)
    day_yen = models.PositiveIntegerField(_("日当(1日、円)"), null=True, blank=True)
    tax_percent = models.DecimalField(
        _("謝金から源泉徴収する割合(%)"), max_digits=5, decimal_places=3, null=True, blank=True
    )
    needs_agreement = models.BooleanField(_("受入れ側と協定書を交わす"), default=False)
    needs_home = models.BooleanField(_("派遣する人の所属団体の了解を得る"), default=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("派遣の決まり")
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_percent=None) | Q(tax_percent__gte=0, tax_percent__lt=100), name="calls_tax_is_a_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} / {self._meta.verbose_name}"


class Dispatch(models.Model):
    """Who is sent for an application: wished for by the applicant, or chosen by headquarters; and what it costs.

    The costs are an estimate until `spent_at`, then what was really paid. The tax is a part of the honorarium.
    Personal data: who goes where, what they are paid. Kept as long as the application.
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
    spent_at = models.DateTimeField(null=True, blank=True, editable=False)
    agreed_on = models.DateField(_("協定書を交わした日"), null=True, blank=True)
    home_agreed_on = models.DateField(_("所属団体の了解を得た日"), null=True, blank=True)

    class Meta:
        verbose_name = _("派遣")
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_yen=None) | Q(honorarium_yen__isnull=False, tax_yen__lte=models.F("honorarium_yen")),
                name="calls_tax_within_honorarium",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.sent or self.wished or '-'}"

    @property
    def total_yen(self) -> int | None:
        """What the council spends; ``None`` while nothing is entered."""
        parts = [self.honorarium_yen, self.travel_yen, self.daily_yen]
        return None if parts == [None, None, None] else sum(part or 0 for part in parts)

    @property
    def handed_yen(self) -> int | None:
        """What whoever is sent receives."""
        return None if self.total_yen is None else self.total_yen - (self.tax_yen or 0)


class Candidate(models.Model):
    """A foreign official offered by a body abroad, or nominated by an office, to be received by a host.

    `host`: where somebody is invited to without matching (``Call.has_invitees``).
    Personal data: name, post, profile, diet. Kept until five years after the stay, one year where there was none.
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
    post = models.CharField(_("役職"), max_length=160, blank=True)
    ties = models.TextField(_("日本とのこれまでのつながり"), blank=True)
    diet = models.CharField(_("食事の制限"), max_length=200, blank=True)
    host = models.ForeignKey(Application, models.SET_NULL, null=True, blank=True, related_name="invitees")
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
    """A candidate and a host shown to each other; both say what they wish, the council confirms.

    `order` is the host's wish, `candidates_order` the candidate's; 1 is the most wanted.
    Personal data: none beyond the candidate's. Kept as long as the application.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="proposals")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="proposals")
    state = models.CharField(_("状態"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    order = models.PositiveSmallIntegerField(_("希望の順"), null=True, blank=True)
    note = models.CharField(_("理由など"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    candidates_answer = models.CharField(
        _("候補者の答え"), max_length=10, choices=CandidatesAnswer.choices, default=CandidatesAnswer.ASKED
    )
    candidates_order = models.PositiveSmallIntegerField(_("候補者の希望の順"), null=True, blank=True)
    candidates_note = models.CharField(_("候補者のことば"), max_length=300, blank=True)

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

    @property
    def is_mutual(self) -> bool:
        """Whether both want each other."""
        return self.state == ProposalState.WANTED and self.candidates_answer == CandidatesAnswer.WILLING
