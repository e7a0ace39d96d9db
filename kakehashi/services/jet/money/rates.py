"""The rate table: what each item costs, for whom, from when on. What nobody knows has no amount, and is never taken
for 0.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """An item of the cost, and what the state counts against it."""

    PAY = "pay", _("報酬")
    TAX = "tax", _("報酬にかかる税の負担")
    SOCIAL = "social", _("社会保険料の事業主負担")
    HOUSING = "housing", _("住居の支援")
    DUES = "dues", _("会費")
    ACCIDENT = "accident", _("傷害保険")
    TRAINING = "training", _("研修")
    TRAVEL_IN = "travel_in", _("来日旅費")
    ORIENTATION = "orientation", _("来日直後オリエンテーション")
    TRAVEL_OUT = "travel_out", _("帰国旅費")
    MEASURE = "measure", _("地方交付税の措置")


COSTS = tuple(kind for kind in Kind if kind != Kind.MEASURE)


class Basis(models.TextChoices):
    """For what the amount stands."""

    CONTRACT_YEAR = "contract_year", _("契約の1年分")
    MONTH = "month", _("1か月分")
    FISCAL_YEAR = "fiscal_year", _("年度ごとに全額")
    FISCAL_DAYS = "fiscal_days", _("年度分を日割り")
    ONCE = "once", _("1回ごと")


# What an item may be counted by, the usual one first.
BASES: dict[Kind, tuple[Basis, ...]] = {
    Kind.PAY: (Basis.CONTRACT_YEAR,),
    Kind.TAX: (Basis.CONTRACT_YEAR,),
    Kind.SOCIAL: (Basis.MONTH,),
    Kind.HOUSING: (Basis.MONTH,),
    Kind.DUES: (Basis.FISCAL_YEAR, Basis.FISCAL_DAYS),
    Kind.ACCIDENT: (Basis.FISCAL_YEAR, Basis.FISCAL_DAYS),
    Kind.TRAINING: (Basis.FISCAL_YEAR, Basis.FISCAL_DAYS),
    Kind.TRAVEL_IN: (Basis.ONCE,),
    Kind.ORIENTATION: (Basis.ONCE,),
    Kind.TRAVEL_OUT: (Basis.ONCE,),
    # By days, two who follow each other in one post are not counted as two.
    Kind.MEASURE: (Basis.FISCAL_DAYS, Basis.FISCAL_YEAR),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A system of pay, for whoever arrives from a day on until another takes over."""

    code: str
    arrivals_from: dt.date
    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One row. Empty conditions fit everybody; `amount` in yen, ``None``: not set."""

    kind: Kind
    basis: Basis
    amount: int | None
    valid_from: dt.date
    valid_until: dt.date | None = None
    scheme: str = ""
    contract_year: int | None = None
    country: str = ""
    organisation_kind: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.basis not in BASES[self.kind]:
            raise ValueError(f"{self.kind} is not counted by {self.basis}")
        if self.amount is not None and self.amount < 0:
            raise ValueError(f"{self.kind} below 0")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError(f"{self.kind} ends before it begins")


class Case(NamedTuple):
    """For whom a rate is looked up."""

    scheme: str
    country: str
    organisation_kind: str
    contract_year: int


def _fits(rate: Rate, case: Case) -> bool:
    return (
        rate.scheme in ("", case.scheme)
        and rate.contract_year in (None, case.contract_year)
        and rate.country in ("", case.country)
        and rate.organisation_kind in ("", case.organisation_kind)
    )


def _closeness(rate: Rate) -> tuple[int, dt.date]:
    """The more conditions a row states, the closer it is; of equals the later one."""
    stated = (rate.scheme, rate.contract_year, rate.country, rate.organisation_kind)
    return sum(value not in ("", None) for value in stated), rate.valid_from


class RateTable:
    """All rows and schemes. A row without an end is followed by the next of the same conditions.

    Raises ``ValueError`` when two rows of the same conditions begin on one day.
    """

    def __init__(self, rates: Iterable[Rate], schemes: Iterable[Scheme]) -> None:
        self.rates = tuple(rates)
        self.schemes = tuple(sorted(schemes, key=lambda scheme: scheme.arrivals_from))
        keys = {
            (rate.kind, rate.scheme, rate.contract_year, rate.country, rate.organisation_kind, rate.valid_from)
            for rate in self.rates
        }
        if len(keys) < len(self.rates):
            raise ValueError("two rates of the same conditions begin on one day")
        self._rows: dict[Kind, list[Rate]] = defaultdict(list)
        for rate in sorted(self.rates, key=_closeness, reverse=True):
            self._rows[rate.kind].append(rate)
        self._fitting: dict[tuple[Kind, Case], list[Rate]] = {}

    def scheme(self, arrived: dt.date) -> Scheme | None:
        """The scheme of those who arrived on that day."""
        fitting = [scheme for scheme in self.schemes if scheme.arrivals_from <= arrived]
        return fitting[-1] if fitting else None

    def rate(self, kind: Kind, case: Case, day: dt.date) -> Rate | None:
        """The row that holds on `day`: the one that states most, of those the latest."""
        fitting = self._fitting.get((kind, case))
        if fitting is None:
            fitting = self._fitting[kind, case] = [rate for rate in self._rows[kind] if _fits(rate, case)]
        for rate in fitting:
            if rate.valid_from <= day and (rate.valid_until is None or day <= rate.valid_until):
                return rate
        return None
