"""Approvals inside a case, by a colleague or by somebody without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import LetterSide
from kakehashi.engines.cases.models.cases import Case
from kakehashi.engines.cases.models.letters import Letter
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.flow.approvals import Approvable
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class Approval(Approvable):
    """One person is asked whether something may go out. A waiting approval holds the case's next moves back.

    The approver is a person of the platform, or a name and an e-mail address that get a one-time link. Only the side
    that asks knows of it. `shown` keeps what the approver was shown, as it was then:
    ``{"letter": {…as printed}, "answer": [{"title", "rows": [{…}]}]}``; both may be missing.
    Personal data: approver's name and e-mail. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="approvals")
    side = models.CharField(max_length=20, choices=LetterSide.choices, editable=False)
    subject = models.CharField(_("承認してほしいこと"), max_length=200)
    body = models.TextField(_("説明"), blank=True)
    approver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("承認者の職・氏名"), max_length=160, blank=True)
    email = models.EmailField(_("承認者のメールアドレス"), blank=True)
    language = models.CharField(_("言語"), max_length=8, default="ja")
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, blank=True, related_name="approvals")
    documents = models.ManyToManyField(Document, blank=True, related_name="+")
    shown = models.JSONField(default=dict, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  # unique or none
    expires_on = models.DateField(_("回答期限"))
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(Approvable.Meta):
        verbose_name = _("承認")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=False) | ~Q(email="") & ~Q(name=""), name="cases_approval_has_somebody"
            ),
            *Approvable.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.expires_on < clock.today()

    @property
    def is_of_council(self) -> bool:
        return self.side == LetterSide.FROM_COUNCIL

    @property
    def is_of_another_version(self) -> bool:
        """Whether the letter was changed after it was shown."""
        shown = self.shown.get("letter")
        return bool(shown and self.letter is not None and shown["revision"] != self.letter.revision)

    @property
    def approver_words(self) -> str:
        return str(self.approver) if self.approver_id else self.name
