"""A rate table for tests: pay as shipped, every other figure invented."""

import datetime as dt

from kakehashi.services.jet.money.rates import BASES, Kind, Rate, RateTable
from kakehashi.services.jet.money.shipped import shipped

START = dt.date(2012, 4, 1)


def rate(
    kind: Kind,
    amount: int | None,
    *,
    since: dt.date = START,
    until: dt.date | None = None,
    year: int | None = None,
    country: str = "",
    organisation_kind: str = "",
) -> Rate:
    return Rate(kind, BASES[kind][0], amount, since, until, "", year, country, organisation_kind, "invented")


SOCIAL = {1: 40_000, 2: 43_000, 3: 46_500, 4: 47_000, 5: 47_000}
INVENTED = [
    *(rate(Kind.SOCIAL, amount, year=year) for year, amount in SOCIAL.items()),
    rate(Kind.HOUSING, 20_000),
    rate(Kind.DUES, 130_000),
    rate(Kind.ACCIDENT, 5_000),
    rate(Kind.ACCIDENT, 6_000, since=dt.date(2014, 4, 1)),
    rate(Kind.TRAINING, 40_000),
    rate(Kind.TRAVEL_IN, 120_000),
    rate(Kind.TRAVEL_IN, 160_000, country="US"),
    rate(Kind.ORIENTATION, 25_000),
    rate(Kind.TRAVEL_OUT, 110_000),
    rate(Kind.TRAVEL_OUT, 150_000, country="US"),
    rate(Kind.MEASURE, 4_720_000, organisation_kind="municipality"),
]


def invented() -> RateTable:
    kept = [row for row in shipped().rates if row.kind in {Kind.PAY, Kind.TAX}]
    return RateTable([*kept, *INVENTED], shipped().schemes)
