"""Approvals inside a case, by a colleague or by somebody without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import ApprovalState
from kakehashi.engines.cases.models.cases import Case
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class Approval(models.Model):
    """One person is asked whether something may go out. A waiting approval holds the case's next moves back.

    The approver is a person of the platform, or a name and an e-mail address that get a one-time link.
    Personal data: approver's name and e-mail. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="approvals")
    subject = models.CharField(_("承認してほしいこと"), max_length=200)
    body = models.TextField(_("説明"), blank=True)
    approver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("承認者の職・氏名"), max_length=160, blank=True)
    email = models.EmailField(_("承認者のメールアドレス"), blank=True)
    key_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  # unique or none
    expires_on = models.DateField(_("回答期限"))
    state = models.CharField(
        _("状態"), max_length=12, choices=ApprovalState.choices, default=ApprovalState.WAITING, editable=False
    )
    comment = models.TextField(_("承認者のことば"), blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("承認")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=False) | ~Q(email="") & ~Q(name=""), name="cases_approval_has_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state=ApprovalState.WAITING, decided_at__isnull=True)
                | ~Q(state=ApprovalState.WAITING) & Q(decided_at__isnull=False),
                name="cases_approval_decided_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def approver_words(self) -> str:
        return str(self.approver) if self.approver_id else self.name
