"""Numbers that are given once: of applications and of formal letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number given under a heading in a fiscal year. Personal data: none."""

    heading = models.CharField(_("見出し"), max_length=60)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["heading", "fiscal_year"], name="calls_counter_once")]

    def __str__(self) -> str:
        return f"{self.heading} {self.fiscal_year}: {self.last}"
