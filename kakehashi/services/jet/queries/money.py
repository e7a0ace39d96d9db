"""Rates as they are set, and what they make of a plan."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from kakehashi.foundation.organisations.models import Country
from kakehashi.services.jet.models import PayScheme, RateRow
from kakehashi.services.jet.money.rates import Kind, RateTable


def rate_table() -> RateTable:
    """Every row that is set, for reckoning."""
    return RateTable(
        [row.as_rate() for row in RateRow.objects.all()], [one.as_scheme() for one in PayScheme.objects.all()]
    )


def schemes() -> list[tuple[str, str]]:
    """Code and name in the language of the page, the newest first."""
    is_japanese = (get_language() or "ja").startswith("ja")
    found = PayScheme.objects.order_by("-arrivals_from")
    return [(one.code, one.name_ja if is_japanese else one.name_en) for one in found]


@dataclass(frozen=True)
class RateTold:
    """A row with its conditions in words."""

    row: RateRow
    whose: list[str]


@dataclass(frozen=True)
class KindTold:
    """One item: what holds on the day, and what holds before or after it."""

    kind: Kind
    now: list[RateTold]
    other: list[RateTold]


def rates_on(day: dt.date) -> list[KindTold]:
    """All items in the order of the table."""
    rows = list(RateRow.objects.all())
    names = dict(schemes())
    codes = {row.country for row in rows if row.country}
    countries = {one.pk: str(one) for one in Country.objects.filter(pk__in=codes)}
    told = [RateTold(row, _whose(row, names, countries)) for row in rows]
    return [_kind(kind, [one for one in told if one.row.kind == kind], day) for kind in Kind]


def _kind(kind: Kind, told: Iterable[RateTold], day: dt.date) -> KindTold:
    now: list[RateTold] = []
    other: list[RateTold] = []
    for one in told:
        (now if one.row.holds_on(day) else other).append(one)
    return KindTold(kind, now, other)


def _whose(row: RateRow, schemes: dict[str, str], countries: dict[str, str]) -> list[str]:
    """The conditions but the contract year, which has a column."""
    found = [schemes.get(row.scheme, row.scheme), countries.get(row.country, row.country)]
    return [one for one in (*found, str(row.get_organisation_kind_display())) if one]
