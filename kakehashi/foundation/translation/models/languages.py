"""The languages this platform reads and writes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.ui.languages import spoken


class Direction(models.TextChoices):
    LTR = "ltr", _("左から右")
    RTL = "rtl", _("右から左")


class Language(models.Model):
    """A language by its BCP 47 code, how it writes dates and numbers, and from which language it is translated.

    The tree has one root (Japanese); やさしい日本語 follows it, the others follow やさしい日本語. Personal data: none.
    """

    code = models.CharField(_("コード"), max_length=20, primary_key=True)
    name_ja = models.CharField(_("日本語名"), max_length=60)
    name_en = models.CharField(_("英語名"), max_length=60)
    endonym = models.CharField(_("その言語での名前"), max_length=60)
    script = models.CharField(_("文字"), max_length=4, help_text=_("ISO 15924のコード"))
    direction = models.CharField(_("書く向き"), max_length=3, choices=Direction.choices, default=Direction.LTR)
    date_pattern = models.CharField(_("日付の書き方"), max_length=40, help_text=_("CLDRの書式（長い形）"))
    number_pattern = models.CharField(_("数の書き方"), max_length=20, help_text=_("CLDRの書式"))
    decimal_separator = models.CharField(_("小数点"), max_length=1)
    group_separator = models.CharField(_("桁区切り"), max_length=1)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("もとにする言語")
    )
    is_interface = models.BooleanField(_("画面の言語"), default=False)
    is_resident = models.BooleanField(_("住民向けの言語"), default=False)
    order = models.PositiveSmallIntegerField(_("並び順"))

    class Meta:
        verbose_name = _("言語")
        ordering = ("order",)
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="translation_direction_known"),
        ]

    def __str__(self) -> str:
        return spoken(self.name_ja, self.name_en)
