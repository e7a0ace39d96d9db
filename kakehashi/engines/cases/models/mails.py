"""Mails that arrived, and what became of them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import MailState
from kakehashi.engines.cases.models.cases import Case
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref


class ArrivedMailQuerySet(models.QuerySet["ArrivedMail"]):
    def visible_to(self, person: Person | None) -> Self:
        """What came for an office: whoever handles its cases; what belongs nowhere yet: headquarters."""
        if person is None:
            return self.none()
        held = standing(person)
        theirs = Q(office__in=held.where(Permission.HANDLE_CASES))
        return self.filter(theirs | Q(office=None) if held.may(Permission.OVERSEE_CASES) else theirs)


class ArrivedMail(models.Model):
    """One mail, taken in once. What cannot be placed waits for somebody of the office to look.

    While it waits its files are documents about it; `form` is the one that is a filled-in request.
    Personal data: sender, subject, words, files. Kept one year, the words of a placed one as its message.
    """

    message_id = models.CharField(max_length=250, unique=True)
    arrived_at = models.DateTimeField(default=clock.now)
    sender = models.CharField(_("差出人"), max_length=254)
    sender_name = models.CharField(_("差出人の名前"), max_length=120, blank=True)
    subject = models.CharField(_("件名"), max_length=250, blank=True)
    body = models.TextField(_("本文"), blank=True)
    left_out = models.TextField(_("取り込めなかったもの"), blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=MailState.choices)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="mails")
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    form = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ArrivedMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("届いたメール")
        ordering = ("-arrived_at", "-id")
        indexes = [models.Index(fields=["state", "arrived_at"])]

    def __str__(self) -> str:
        return self.subject or self.sender

    @property
    def ref(self) -> Ref:
        return Ref(self._meta.label_lower, self.pk)

    @property
    def sender_words(self) -> str:
        """姫野 光 <himeno@example.jp>"""
        return f"{self.sender_name} <{self.sender}>" if self.sender_name else self.sender
