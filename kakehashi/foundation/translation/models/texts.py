"""What is said in many languages: units, and one row for each version of a text in a language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.translation.choices import Origin, Profile, State, Weight
from kakehashi.foundation.translation.families import shelf_of
from kakehashi.foundation.translation.models.languages import Language
from kakehashi.kernel import clock


class Unit(models.Model):
    """One thing that is said: a sentence, a choice of a list, a word of the public pages. Its texts stand in `texts`.

    `key` names it for ever (``disaster.sentence.QK-01``), `family` is the part before the last name. `limit`: the most
    signs a text may have, readings and slots not counted. Personal data: none.
    """

    key = models.CharField(_("名前"), max_length=160, unique=True)
    family = models.CharField(_("仲間"), max_length=80, db_index=True)
    profile = models.CharField(_("種類"), max_length=20, choices=Profile.choices, default=Profile.DISASTER)
    label = models.CharField(_("見出し"), max_length=200)
    note = models.TextField(_("翻訳する人への説明"), blank=True)
    limit = models.PositiveSmallIntegerField(_("最大の字数"), null=True, blank=True)
    order = models.PositiveIntegerField(_("並び順"), default=0)
    is_retired = models.BooleanField(_("使わない"), default=False)

    class Meta:
        verbose_name = _("文章")
        ordering = ("family", "order", "id")

    def __str__(self) -> str:
        return self.label

    @property
    def shelf(self) -> str:
        return shelf_of(self.family)


class Text(models.Model):
    """One version of a unit in a language. Versions are never changed, only followed by a new one or signed.

    `is_latest` is what is being worked on; `is_standing` what readers get: the last checked version, else the latest;
    none where that was withdrawn. Whoever reads for readers asks for `is_standing` alone.
    `meaning` names what the text says: a minor edit keeps it, a major one changes it. `follows` is the meaning of the
    text it was made from, in the language its own follows; a text is stale when that has moved on, or is stale itself.
    `findings`: what the mechanical checks found when it was written, ``[{"check", "severity", "message"}]``;
    `waiver`: why the checker signed in spite of them; `remark`: why it was returned to its translator, or withdrawn.
    Personal data: who wrote and who checked it. Kept as long as the text, as proof.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="texts")
    language = models.ForeignKey(Language, models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField(_("版"), default=1)
    body = models.TextField(_("文章"))
    state = models.CharField(_("状態"), max_length=20, choices=State.choices)
    weight = models.CharField(_("直しの重さ"), max_length=10, choices=Weight.choices, default=Weight.MAJOR)
    meaning = models.CharField(max_length=16, editable=False)
    follows = models.CharField(max_length=16, blank=True, editable=False)
    is_stale = models.BooleanField(_("原文より古い"), default=False, editable=False)
    is_latest = models.BooleanField(default=True, editable=False)
    is_standing = models.BooleanField(default=True, editable=False)
    origin = models.CharField(_("書いたもの"), max_length=10, choices=Origin.choices)
    provenance = models.CharField(_("出どころ"), max_length=200, blank=True)
    findings: models.JSONField[Any, Any] = models.JSONField(default=list, editable=False)
    waiver = models.CharField(_("指摘があっても認める理由"), max_length=300, blank=True)
    remark = models.CharField(_("差し戻し・取り下げの理由"), max_length=500, blank=True)
    translator = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=clock.now, editable=False)
    checker = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("訳文")
        ordering = ("unit", "language__order", "-version")
        constraints = [
            models.UniqueConstraint(fields=["unit", "language", "version"], name="translation_version_once"),
            models.UniqueConstraint(
                fields=["unit", "language"], condition=Q(is_latest=True), name="translation_one_latest"
            ),
            models.UniqueConstraint(
                fields=["unit", "language"], condition=Q(is_standing=True), name="translation_one_standing"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="translation_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.CHECKED)
                | Q(translator__isnull=False, checker__isnull=False, checked_at__isnull=False)
                & ~Q(translator=F("checker")),
                name="translation_checked_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(is_standing=True, state=State.WITHDRAWN), name="translation_withdrawn_stands_nowhere"
            ),
        ]
        indexes = [
            models.Index(fields=["language", "state"], condition=Q(is_latest=True), name="translation_latest_of"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.language_id} {self.version}"

    @property
    def is_checked(self) -> bool:
        return self.state == State.CHECKED

    @property
    def is_returned(self) -> bool:
        """Whether a checker sent it back to its translator."""
        return self.state == State.TRANSLATED and self.remark != ""


class Competence(models.Model):
    """A language somebody can translate into, or check. Named by who keeps the languages.

    Personal data: what a person can do. Kept while the person's roles are.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="competences")
    language = models.ForeignKey(Language, models.PROTECT, related_name="competences")
    translates = models.BooleanField(_("翻訳できる"), default=False)
    checks = models.BooleanField(_("点検できる"), default=False)

    class Meta:
        verbose_name = _("できる言語")
        ordering = ("language__order", "person__name_kana", "id")
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="translation_competence_once")]

    def __str__(self) -> str:
        return f"{self.person} / {self.language}"
