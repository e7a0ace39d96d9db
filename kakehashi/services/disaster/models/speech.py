"""Bulletins spoken by a machine."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SpeechState
from kakehashi.services.disaster.models.bulletins import Bulletin


class Speech(models.Model):
    """The radio script of a bulletin in one language as synthetic speech; the file is a document about this.

    `transcript` is what the voice was given, sign for sign. Personal data: none. Kept as long as the bulletin.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="speeches")
    language = models.CharField(_("言語"), max_length=20)
    state = models.CharField(_("状態"), max_length=10, choices=SpeechState.choices, default=SpeechState.WAITING)
    transcript = models.TextField(_("読み上げた文"), blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)  # of the transcript
    program = models.CharField(_("音声を作ったプログラム"), max_length=80, blank=True)
    trouble = models.CharField(_("失敗"), max_length=300, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(_("作成日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("音声")
        ordering = ("bulletin", "language")
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "language"], name="disaster_speech_once"),
            models.CheckConstraint(condition=Q(state__in=SpeechState.values), name="disaster_speech_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} {self.language}"

    def says(self, words: str) -> bool:
        """Whether these are the words that are heard in the file."""
        return bool(words) and self.digest == digest_of(words)


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
