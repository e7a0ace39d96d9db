"""An organisation's plan: all its participants and wished posts over some fiscal years."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kakehashi.kernel.clock import FiscalYear
from kakehashi.services.jet.money.amounts import Amount, after, total
from kakehashi.services.jet.money.costing import Engagement, PersonCost, cost
from kakehashi.services.jet.money.prorating import RULE, of_fiscal_year
from kakehashi.services.jet.money.rates import COSTS, Kind, RateTable
from kakehashi.services.jet.terms.arrival import Arrival

YEARS = 5


@dataclass(frozen=True)
class Plan:
    """``rule`` names how parts of months and years were reckoned."""

    organisation_kind: str
    fiscal_years: tuple[int, ...]
    people: tuple[PersonCost, ...]
    rule: str = RULE

    @cached_property
    def _items(self) -> Mapping[tuple[int, Kind], Amount]:
        """Of all people together."""
        found: dict[tuple[int, Kind], Amount] = defaultdict(Amount)
        for person in self.people:
            for key, amount in person.cells.items():
                found[key] += amount
        return found

    def item(self, year: int, kind: Kind) -> Amount:
        return self._items.get((year, kind), Amount())

    def gross(self, year: int) -> Amount:
        return total(self.item(year, kind) for kind in COSTS)

    def measure(self, year: int) -> Amount:
        return self.item(year, Kind.MEASURE)

    def net(self, year: int) -> Amount | None:
        return after(self.gross(year), self.measure(year))

    def item_of_all(self, kind: Kind) -> Amount:
        return total(self.item(year, kind) for year in self.fiscal_years)

    @property
    def gross_of_all(self) -> Amount:
        return total(self.gross(year) for year in self.fiscal_years)

    @property
    def net_of_all(self) -> Amount | None:
        return after(self.gross_of_all, self.item_of_all(Kind.MEASURE))

    def filled_otherwise(self, yearly: int) -> list[int]:
        """What the same days cost in each fiscal year where one person costs `yearly` yen."""
        return [self._otherwise(FiscalYear(year), yearly) for year in self.fiscal_years]

    def _otherwise(self, year: FiscalYear, yearly: int) -> int:
        stays = [person.engagement.stay for person in self.people]
        days = [(max(one[0], year.first_day), min(one[1], year.last_day)) for one in stays if one is not None]
        return sum(of_fiscal_year(yearly, year, first, last) for first, last in days if first <= last)

    @property
    def missing(self) -> tuple[Kind, ...]:
        """Items of which some amount is not set, in the order of the table."""
        cells = [(kind, amount) for person in self.people for (_year, kind), amount in person.cells.items()]
        lacking = {kind for kind, amount in cells if not amount.is_complete}
        return tuple(kind for kind in (*COSTS, Kind.MEASURE) if kind in lacking)


def plan(
    engagements: Iterable[Engagement],
    table: RateTable,
    *,
    organisation_kind: str,
    first_year: int,
    years: int = YEARS,
) -> Plan:
    """The costs of fiscal years `first_year` and following."""
    fiscal_years = tuple(range(first_year, first_year + years))
    people = tuple(
        cost(one, table, organisation_kind=organisation_kind, fiscal_years=fiscal_years) for one in engagements
    )
    return Plan(organisation_kind, fiscal_years, people)


def successors(
    engagement: Engagement, *, until: dt.date, count: int, names: Sequence[str] = ()
) -> Iterator[Engagement]:
    """Wished participants who follow in the same post, each for `count` terms, until one is there on `until`.

    Each arrives on the last day of the one before and begins the next. They are called by `names`, then as the one
    before.
    """
    before, number = engagement, 0
    while before.stay is not None and before.stay[1] < until:
        name = names[number] if number < len(names) else before.name
        before = Engagement(
            name, Arrival(before.stay[1]), count, engagement.position, engagement.country, is_wished=True
        )
        number += 1
        yield before
