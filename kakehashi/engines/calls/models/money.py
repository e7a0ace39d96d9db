"""What a call pays: rates, caps, floor, rounding, expenses; and where the money comes from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import ApplicantKind, Jointly, Place
from kakehashi.engines.calls.models.schemes import Call, Track
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel.money import Rounding


class MoneyRule(models.Model):
    """How the amount of a call is worked out. While `is_set` is false every amount is refused: 未設定.

    Empty columns are rules nobody knows or that do not exist: not applied, and said so in the steps.
    Personal data: none.
    """

    call = models.OneToOneField(Call, models.CASCADE, related_name="money_rule")
    is_set = models.BooleanField(_("金額の決まりを使う"), default=False)
    is_confirmed = models.BooleanField(_("要綱で確認した"), default=False)
    rate = models.DecimalField(_("補助率"), max_digits=6, decimal_places=5, null=True, blank=True)
    floor_yen = models.PositiveBigIntegerField(_("下限(円)"), null=True, blank=True)
    rounding_unit = models.PositiveIntegerField(_("端数処理の単位(円)"), default=1000)
    rounding = models.CharField(
        _("端数処理"),
        max_length=10,
        choices=[
            (Rounding.DOWN.value, _("切捨て")),
            (Rounding.UP.value, _("切上げ")),
            (Rounding.HALF_UP.value, _("四捨五入")),
        ],
        default=Rounding.DOWN.value,
    )
    forbids_co_subsidy = models.BooleanField(_("国・自治体などの補助との併用を認めない"), default=False)
    starts_after_decision = models.BooleanField(_("決定の通知より前に始めた事業を認めない"), default=False)
    longest_months = models.PositiveSmallIntegerField(_("事業の最長期間(か月)"), null=True, blank=True)
    weighty_percent = models.PositiveSmallIntegerField(
        _("承認の必要な変更(費目間の流用の割合、%)"), null=True, blank=True
    )
    hours_most = models.PositiveSmallIntegerField(_("謝金の対象とする時間の上限"), null=True, blank=True)
    note_ja = models.TextField(_("注記"), blank=True)
    note_en = models.TextField(_("注記(英語)"), blank=True)

    class Meta:
        verbose_name = _("金額の決まり")
        constraints = [
            models.CheckConstraint(condition=Q(rate=None) | Q(rate__gt=0, rate__lte=1), name="calls_rate_is_a_part"),
            models.CheckConstraint(condition=Q(rounding_unit__gte=1), name="calls_rounding_unit_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.call} / {self._meta.verbose_name}"


class MoneyCap(models.Model):
    """The most an applicant gets; empty names fit every application, the row that names most counts.

    Personal data: none.
    """

    rule = models.ForeignKey(MoneyRule, models.CASCADE, related_name="caps")
    applicant_kind = models.CharField(_("団体の種類"), max_length=20, choices=ApplicantKind.choices, blank=True)
    place = models.CharField(_("実施場所"), max_length=10, choices=Place.choices, blank=True)
    jointly = models.CharField(_("単独・共同"), max_length=10, choices=Jointly.choices, blank=True)
    yen = models.PositiveBigIntegerField(_("上限(円)"))

    class Meta:
        verbose_name = _("上限額")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["rule", "applicant_kind", "place", "jointly"], name="calls_cap_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.yen:,}"

    @property
    def says(self) -> int:
        """How much it names about an application."""
        return bool(self.applicant_kind) + bool(self.place) + bool(self.jointly)


class ExpenseCategory(models.Model):
    """A kind of expense that counts or does not, with the reason shown while the budget is typed.

    Personal data: none.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="expenses")
    code = models.SlugField(_("コード"), max_length=40)
    name_ja = models.CharField(_("費目"), max_length=120)
    name_en = models.CharField(_("費目(英語)"), max_length=160)
    is_eligible = models.BooleanField(_("対象になる"), default=True)
    why_ja = models.CharField(_("対象になるもの・ならない理由"), max_length=300, blank=True)
    why_en = models.CharField(_("対象になるもの・ならない理由(英語)"), max_length=400, blank=True)
    unit_limit_yen = models.PositiveBigIntegerField(_("単価の上限(円)"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("費目")
        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="calls_expense_once")]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def why(self) -> str:
        return spoken(self.why_ja, self.why_en)


class Fund(models.Model):
    """A source of money, with what it gives in a fiscal year. Personal data: none."""

    code = models.SlugField(_("コード"), max_length=40)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    name_ja = models.CharField(_("財源"), max_length=120)
    name_en = models.CharField(_("財源(英語)"), max_length=160, blank=True)
    amount_yen = models.PositiveBigIntegerField(_("金額(円)"), null=True, blank=True)
    allocated_yen = models.PositiveBigIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("財源")
        ordering = ("-fiscal_year", "code")
        constraints = [
            models.UniqueConstraint(fields=["code", "fiscal_year"], name="calls_fund_once"),
            models.CheckConstraint(
                condition=Q(amount_yen=None) | Q(allocated_yen__lte=F("amount_yen")), name="calls_fund_never_overspent"
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)

    @property
    def left_yen(self) -> int | None:
        return None if self.amount_yen is None else self.amount_yen - self.allocated_yen


class Allocation(models.Model):
    """How much of a fund goes to a track; together they are the ceiling of the track. Personal data: none."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="allocations")
    track = models.ForeignKey(Track, models.CASCADE, related_name="allocations")
    yen = models.PositiveBigIntegerField(_("配分(円)"))

    class Meta:
        verbose_name = _("配分")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["fund", "track"], name="calls_allocation_once")]

    def __str__(self) -> str:
        return f"{self.fund} → {self.track}: {self.yen:,}"
