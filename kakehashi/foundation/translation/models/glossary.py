"""The glossary: terms, and how each language says them."""

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.translation.choices import TermRule
from kakehashi.foundation.translation.display import as_html
from kakehashi.foundation.translation.models.languages import Language


class Term(models.Model):
    """A Japanese term with its explanation in easy words. Personal data: none."""

    ja = models.CharField(_("用語"), max_length=80, unique=True)
    kana = models.CharField(_("読み方"), max_length=120, blank=True)
    gloss = models.CharField(_("やさしい日本語の説明"), max_length=200, blank=True)
    note = models.CharField(_("注意"), max_length=300, blank=True)
    source = models.CharField(_("出典"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("用語")
        ordering = ("kana", "ja")

    def __str__(self) -> str:
        return self.ja

    @property
    def easy(self) -> SafeString:
        """The explanation with its furigana."""
        return as_html(self.gloss)


class TermText(models.Model):
    """What the glossary says of a term in a language: use it, never use it, keep the Japanese. Personal data: none."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="texts")
    language = models.ForeignKey(Language, models.CASCADE, related_name="terms")
    rule = models.CharField(_("きまり"), max_length=10, choices=TermRule.choices)
    text = models.CharField(_("訳語"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("訳語")
        ordering = ("term", "language__order", "rule", "id")
        constraints = [
            models.UniqueConstraint(fields=["term", "language", "rule", "text"], name="translation_term_text_once"),
            models.CheckConstraint(
                condition=Q(rule=TermRule.KEEP) | ~Q(text=""), name="translation_term_text_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.term)
