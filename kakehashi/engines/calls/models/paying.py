"""Accounts and payments, seen only by those who pay and, each their own, by applicants."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import AccountKind, PaymentKind, PaymentState
from kakehashi.engines.calls.models.applications import Application
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, person: Person | None) -> Self:
        """Those who pay, and the body whose account it is."""
        held = standing(person)
        if held.may(Permission.PAY):
            return self
        return self.filter(organisation__in=held.where(Permission.REQUEST_SERVICES))


class Account(models.Model):
    """A bank account of a body; never changed, only ended and replaced, so that a payment tells where it went.

    Personal data: none (accounts of bodies). Kept ten years after its last payment.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="call_accounts")
    bank_code = models.CharField(_("金融機関コード"), max_length=4)
    bank_kana = models.CharField(_("金融機関名(カナ)"), max_length=15)
    branch_code = models.CharField(_("支店コード"), max_length=3)
    branch_kana = models.CharField(_("支店名(カナ)"), max_length=15)
    kind = models.CharField(_("預金種目"), max_length=1, choices=AccountKind.choices, default=AccountKind.ORDINARY)
    number = models.CharField(_("口座番号"), max_length=7)
    holder_kana = models.CharField(_("口座名義(カナ)"), max_length=30)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("振込先の口座")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_at=None), name="calls_one_account_in_use"
            ),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="calls_account_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.bank_code}-{self.branch_code} ***{self.number[-3:]}"


class PaymentList(models.Model):
    """Payments made together, as one file for the bank. Personal data: who made it."""

    pays_on = models.DateField(_("振込指定日"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("銀行に渡した日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("支払一覧")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.pays_on} #{self.pk}"


class Payment(models.Model):
    """Money that goes to an applicant, or comes back. Personal data: none. Kept ten years."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="payments")
    kind = models.CharField(_("種類"), max_length=10, choices=PaymentKind.choices)
    yen = models.PositiveBigIntegerField(_("金額(円)"))
    state = models.CharField(_("状態"), max_length=10, choices=PaymentState.choices, default=PaymentState.ASKED)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="payments")
    list = models.ForeignKey(PaymentList, models.PROTECT, null=True, blank=True, related_name="payments")
    due_on = models.DateField(_("期限"), null=True, blank=True)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    paid_on = models.DateField(_("支払日"), null=True, blank=True)
    note = models.CharField(_("メモ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("支払")
        ordering = ("id",)
        indexes = [models.Index(fields=["state", "kind"])]
        constraints = [
            models.CheckConstraint(condition=Q(yen__gte=1), name="calls_payment_of_something"),
            models.CheckConstraint(
                condition=Q(state=PaymentState.PAID, paid_on__isnull=False)
                | ~Q(state=PaymentState.PAID) & Q(paid_on=None),
                name="calls_paid_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(kind="final") & ~Q(state="failed"),
                name="calls_final_payment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.get_kind_display()} {self.yen:,}"
