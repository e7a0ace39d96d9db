"""What others can learn from finished cases."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases.choices import Theme
from kakehashi.engines.cases.models.cases import Case
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Country, Organisation, Person
from kakehashi.kernel import japanese


class PrecedentQuerySet(models.QuerySet["Precedent"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def visible_to(self, person: Person | None) -> Self:
        """Published ones for everybody; drafts for the staff who may publish them or work on the case."""
        held = standing(person)
        staff = held.reach(Permission.PUBLISH, "office") if held.may(Permission.PUBLISH) else Q(pk__in=[])
        if held.may(Permission.OVERSEE_CASES):
            return self.all()
        return self.filter(Q(published_at__isnull=False) | staff | held.reach(Permission.HANDLE_CASES, "office"))


class Precedent(models.Model):
    """What others can learn from a finished case. Public once published.

    Personal data: none may stand in it; the editor confirms that. Kept without end.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="precedent")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    applicant = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公開する団体名")
    )
    title = models.CharField(_("事例名"), max_length=200)
    summary = models.TextField(_("概要"))
    support = models.TextField(_("事務所の支援内容"))
    outcome = models.TextField(_("成果"), blank=True)
    lessons = models.TextField(_("次の団体への助言"), blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    city = models.CharField(_("都市"), max_length=80, blank=True)
    host = models.CharField(_("訪問先"), max_length=400, blank=True)
    host_folded = models.CharField(max_length=400, editable=False)
    theme = models.CharField(_("テーマ"), max_length=20, choices=Theme.choices, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    revision = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PrecedentQuerySet.as_manager()

    class Meta:
        verbose_name = _("事例")
        ordering = ("-published_at", "-id")
        indexes = [models.Index(fields=["country", "theme"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="cases_precedent_published_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.host_folded = japanese.fold(self.host)[:400]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed through unchanged

    @property
    def applicant_words(self) -> str:
        """Who it was, where that may be said."""
        return str(self.applicant or gettext("ある自治体"))

    @property
    def place_words(self) -> str:
        """Country and city; a city state is said once."""
        country = str(self.country or "")
        known = {country, self.country.name_ja, self.country.name_en} if self.country else {""}
        return country if self.city in known else f"{country} {self.city}".strip()

    @property
    def is_demonstration(self) -> bool:
        return self.case.is_demonstration
