"""Formal letters of a case: numbered, dated, addressed, kept as the PDF that went out."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import LetterSide
from kakehashi.engines.cases.models.cases import Case
from kakehashi.foundation.documents.letters import in_words
from kakehashi.foundation.documents.models import Document
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock


class Letter(models.Model):
    """A formal letter. While `document` is empty it is a draft of its side alone; then it stays as it is for both.

    `addressee`, `sender` and `contact` are lines; in `body` a line 記 and a line 以上 stand where such lines stand.
    Personal data: addressee, sender and contact by office and name. Kept as long as the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    side = models.CharField(_("差出"), max_length=20, choices=LetterSide.choices)
    number = models.CharField(_("文書番号"), max_length=60, blank=True)
    dated_on = models.DateField(_("日付"))
    addressee = models.CharField(_("宛先"), max_length=200)
    sender = models.CharField(_("差出人"), max_length=200)
    subject = models.CharField(_("件名"), max_length=200)
    body = models.TextField(_("本文"))
    contact = models.CharField(_("担当"), max_length=300, blank=True)
    language = models.CharField(_("言語"), max_length=8, default="ja")
    omits_seal = models.BooleanField(_("公印省略"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(_("発行日時"), null=True, blank=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("公文書")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=True, issued_at__isnull=True, issued_by__isnull=True)
                | Q(document__isnull=False, issued_at__isnull=False, issued_by__isnull=False),
                name="cases_letter_issued_is_kept",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.issued_at is None

    def as_printed(self) -> dict[str, Any]:
        """What the template of letters takes, its language, and of which revision it is."""
        return {
            "number": self.number,
            "date": in_words(self.dated_on, self.language),
            "to": self.addressee.splitlines(),
            "from": self.sender.splitlines(),
            "title": self.subject,
            "body": self.body.replace("\r\n", "\n"),
            "contact": self.contact.splitlines(),
            "seal_omitted": self.omits_seal,
            "is_draft": self.is_draft,
            "language": self.language,
            "revision": self.revision,
        }
