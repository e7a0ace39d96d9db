"""The year of the programme: its days, and what is planned for each country."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Country
from kakehashi.services.jet.choices import CountryGroup, DeadlineKind, Position


class Cycle(models.Model):
    """One year of the programme, named after the year of arrival.

    `alternates_until`: the last day on which an alternate can be called, where it is decided. Personal data: none.
    """

    year = models.PositiveSmallIntegerField(_("来日の年"), unique=True)
    alternates_until = models.DateField(_("補欠の候補者を待機させる最後の日"), null=True, blank=True)
    needed_documents = models.JSONField(_("配置の前にそろえる書類"), default=list, blank=True)
    note = models.TextField(_("団体に伝えること"), blank=True)
    takes_requests = models.BooleanField(_("要望を受け付ける"), default=False)
    is_demonstration = models.BooleanField(_("実演用"), default=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("年次")
        ordering = ("-year",)

    def __str__(self) -> str:
        return str(_("%(year)s年来日") % {"year": self.year})


class Deadline(models.Model):
    """A day of a cycle: for all, for a group of countries, or for one country. The narrower one holds.

    Personal data: none.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="deadlines")
    kind = models.CharField(_("何の日か"), max_length=20, choices=DeadlineKind.choices)
    group = models.CharField(_("国のまとまり"), max_length=10, choices=CountryGroup.choices, blank=True)
    country = models.ForeignKey(Country, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("国"))
    on = models.DateField(_("日付"))

    class Meta:
        verbose_name = _("日程")
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind", "group"], condition=Q(country=None), name="jet_day_of_group_once"
            ),
            models.UniqueConstraint(fields=["cycle", "kind", "country"], name="jet_day_of_country_once"),
            models.CheckConstraint(condition=Q(group="") | Q(country=None), name="jet_day_of_group_or_country"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def whose(self) -> str:
        """Which countries it is for; empty: all."""
        return str(self.country) if self.country_id else self.get_group_display()


class CountryPlan(models.Model):
    """How many may be invited from a country in a cycle, as the ministries decide; empty: no limit is known.

    Personal data: none.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="plan")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("国"))
    group = models.CharField(_("国のまとまり"), max_length=10, choices=CountryGroup.choices)
    alt = models.PositiveIntegerField(_("ALTの上限"), null=True, blank=True)
    cir = models.PositiveIntegerField(_("CIRの上限"), null=True, blank=True)
    sea = models.PositiveIntegerField(_("SEAの上限"), null=True, blank=True)

    class Meta:
        verbose_name = _("国別計画")
        ordering = ("country_id",)
        constraints = [models.UniqueConstraint(fields=["cycle", "country"], name="jet_country_once_in_a_plan")]

    def __str__(self) -> str:
        return f"{self.cycle} {self.country}"

    def maxima(self) -> dict[tuple[str, str], int]:
        """(country, position) → the most that may be placed, where there is a limit."""
        found = {Position.ALT: self.alt, Position.CIR: self.cir, Position.SEA: self.sea}
        return {(self.country_id, str(position)): most for position, most in found.items() if most is not None}
