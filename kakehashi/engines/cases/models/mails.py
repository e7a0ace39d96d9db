"""Mails that arrived, and what became of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import MailState
from kakehashi.engines.cases.models.cases import Case
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock


class ArrivedMail(models.Model):
    """One mail, taken in once. What cannot be placed waits for somebody of the office to look.

    Personal data: sender, subject, words. Kept one year, the words of a placed one as its message.
    """

    message_id = models.CharField(max_length=250, unique=True)
    arrived_at = models.DateTimeField(default=clock.now)
    sender = models.CharField(_("差出人"), max_length=254)
    subject = models.CharField(_("件名"), max_length=250, blank=True)
    body = models.TextField(_("本文"), blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=MailState.choices)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="mails")
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("届いたメール")
        ordering = ("-arrived_at", "-id")
        indexes = [models.Index(fields=["state", "arrived_at"])]

    def __str__(self) -> str:
        return self.subject or self.sender
