"""The bank: sentences with typed slots, and the lists that fill them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.translation.models import Unit
from kakehashi.foundation.ui.languages import spoken
from kakehashi.services.disaster.choices import Phase, SlotKind


class Category(models.Model):
    """A shelf of the bank. Personal data: none."""

    code = models.CharField(_("コード"), max_length=4, primary_key=True)
    name_ja = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英語名"), max_length=80)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("分類")
        verbose_name_plural = _("分類")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)


class Sentence(models.Model):
    """One thing to tell people, with slots; its wording in every language is `unit`.

    The columns from `event` on are those of CAP 1.2 (OASIS) and may be empty. `life_safety`: a mistake in it can kill,
    so nobody publishes their own. Personal data: none.
    """

    code = models.CharField(_("コード"), max_length=12, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="sentences", verbose_name=_("分類"))
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    title_ja = models.CharField(_("見出し"), max_length=120)
    title_en = models.CharField(_("見出し(英語)"), max_length=160)
    phase = models.CharField(_("時期"), max_length=20, choices=Phase.choices)
    purposes: models.JSONField[Any, Any] = models.JSONField(_("使う目的"), default=list, blank=True)
    audience = models.CharField(_("だれに"), max_length=40, blank=True)
    life_safety = models.BooleanField(_("命にかかわる"), default=False)
    pictogram = models.CharField(_("絵記号"), max_length=60, blank=True)
    event = models.CharField(_("CAP: event"), max_length=60, blank=True)
    cap_category = models.CharField(_("CAP: category"), max_length=20, blank=True)
    urgency = models.CharField(_("CAP: urgency"), max_length=20, blank=True)
    severity = models.CharField(_("CAP: severity"), max_length=20, blank=True)
    certainty = models.CharField(_("CAP: certainty"), max_length=20, blank=True)
    response = models.CharField(_("CAP: responseType"), max_length=20, blank=True)
    order = models.PositiveIntegerField(_("並び順"), default=0)
    is_offered = models.BooleanField(_("使える"), default=True)
    folded = models.TextField(editable=False, default="")  # what a search compares, every language, NFKC
    folded_digest = models.CharField(max_length=32, editable=False, default="")
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("文例")
        ordering = ("category__order", "order", "code")
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="disaster_phase_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {spoken(self.title_ja, self.title_en)}"


class Slot(models.Model):
    """A blank of a sentence: what may fill it. Closed kinds only; there is no free text. Personal data: none."""

    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="slots")
    name = models.SlugField(_("名前"), max_length=40)
    kind = models.CharField(_("種類"), max_length=20, choices=SlotKind.choices)
    choice_list = models.CharField(_("選択肢の一覧"), max_length=40, blank=True)
    is_required = models.BooleanField(_("必須"), default=True)
    is_many = models.BooleanField(_("複数"), default=False)
    label_ja = models.CharField(_("ラベル"), max_length=80)
    label_en = models.CharField(_("ラベル(英語)"), max_length=120)
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("空欄")
        ordering = ("sentence", "order", "id")
        constraints = [
            models.UniqueConstraint(fields=["sentence", "name"], name="disaster_slot_once"),
            models.CheckConstraint(condition=Q(kind__in=SlotKind.values), name="disaster_slot_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=SlotKind.CHOICE) | ~Q(choice_list=""), name="disaster_choice_has_a_list"
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.label_ja, self.label_en)


class Choice(models.Model):
    """One value of a closed list, said in every language by its unit. Personal data: none."""

    choice_list = models.CharField(_("一覧"), max_length=40)
    value = models.CharField(_("値"), max_length=40)
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("並び順"), default=0)
    is_offered = models.BooleanField(_("使える"), default=True)

    class Meta:
        verbose_name = _("選択肢")
        ordering = ("choice_list", "order", "id")
        constraints = [models.UniqueConstraint(fields=["choice_list", "value"], name="disaster_choice_once")]

    def __str__(self) -> str:
        return f"{self.choice_list}.{self.value}"
