"""What a participant costs, as far as it is known, from which day on."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.services.jet.money.rates import BASES, Basis, Kind, Rate, Scheme

BODIES = [
    (kind.value, kind.label)
    for kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.PREFECTURE, OrganisationKind.OTHER)
]
_COUNTED = [Q(kind=kind, basis__in=[str(basis) for basis in bases]) for kind, bases in BASES.items()]


class PayScheme(models.Model):
    """A system of pay, for whoever arrives from a day on until another takes over. Personal data: none."""

    code = models.CharField(max_length=20, primary_key=True)
    arrivals_from = models.DateField(_("いつからの来日か"), unique=True)
    name_ja = models.CharField(_("名前"), max_length=120)
    name_en = models.CharField(_("英語の名前"), max_length=120)

    class Meta:
        verbose_name = _("報酬の制度")
        ordering = ("arrivals_from",)

    def __str__(self) -> str:
        return self.name_ja

    def as_scheme(self) -> Scheme:
        return Scheme(self.code, self.arrivals_from, self.name_ja, self.name_en)


class RateRow(models.Model):
    """An amount in yen and for whom it holds from when on; ``None``: nobody could tell it, which is never 0.

    Empty conditions and contract year 0 fit everybody. `reason`: why a day that is past was changed. Personal data:
    none.
    """

    kind = models.CharField(_("項目"), max_length=20, choices=Kind.choices)
    scheme = models.CharField(_("報酬の制度"), max_length=20, blank=True)
    contract_year = models.PositiveSmallIntegerField(_("契約年"), default=0)
    country = models.CharField(_("国"), max_length=2, blank=True)
    organisation_kind = models.CharField(_("団体の区分"), max_length=20, choices=BODIES, blank=True)
    basis = models.CharField(_("数え方"), max_length=20, choices=Basis.choices)
    amount = models.PositiveIntegerField(_("額(円)"), null=True, blank=True)
    valid_from = models.DateField(_("いつから"))
    valid_until = models.DateField(_("いつまで"), null=True, blank=True, editable=False)
    source = models.CharField(_("出典"), max_length=300, blank=True)
    reason = models.CharField(_("過去にさかのぼって変える理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("単価")
        ordering = ("kind", "scheme", "contract_year", "country", "organisation_kind", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scheme", "contract_year", "country", "organisation_kind", "valid_from"],
                name="jet_rate_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="jet_rate_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(*_COUNTED, _connector=Q.OR), name="jet_rate_counted_as_its_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"

    def as_rate(self) -> Rate:
        return Rate(
            kind=Kind(self.kind),
            basis=Basis(self.basis),
            amount=self.amount,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            scheme=self.scheme,
            contract_year=self.contract_year or None,
            country=self.country,
            organisation_kind=self.organisation_kind,
            source=self.source,
        )

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
