"""What one participant costs an organisation in each fiscal year."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kakehashi.kernel.clock import FiscalYear, fiscal_year
from kakehashi.services.jet.money.amounts import UNKNOWN, Amount, after, total
from kakehashi.services.jet.money.prorating import months_of, of_fiscal_year, of_month, of_term
from kakehashi.services.jet.money.rates import BASES, COSTS, Basis, Case, Kind, Rate, RateTable
from kakehashi.services.jet.terms.appointing import Term, end_early, terms
from kakehashi.services.jet.terms.arrival import Arrival

_BY_TERM = (Kind.PAY, Kind.TAX)
_BY_MONTH = (Kind.SOCIAL, Kind.HOUSING)
_BY_FISCAL_YEAR = (Kind.DUES, Kind.ACCIDENT, Kind.TRAINING, Kind.MEASURE)
_ON_ARRIVAL = (Kind.TRAVEL_IN, Kind.ORIENTATION)


@dataclass(frozen=True)
class Engagement:
    """A participant, or a post that is wished, as one organisation plans it.

    `count`: how many terms are planned. `here_from`, `here_until`: where a transfer brings or takes the participant.
    `left_on`: the last day of one who leaves early. `returns`: whether return travel is to be expected at the end.
    """

    name: str
    arrival: Arrival
    count: int
    position: str = ""
    country: str = ""
    is_wished: bool = False
    here_from: dt.date | None = None
    here_until: dt.date | None = None
    left_on: dt.date | None = None
    returns: bool = True

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms, wherever they are served."""
        planned = terms(self.arrival, self.count)
        return planned if self.left_on is None else end_early(planned, self.left_on)

    @cached_property
    def stay(self) -> tuple[dt.date, dt.date] | None:
        """First and last day here; ``None`` for who never came."""
        if not self.terms:
            return None
        first_day = max(self.here_from or self.terms[0].first_day, self.terms[0].first_day)
        last_day = min(self.here_until or self.terms[-1].last_day, self.terms[-1].last_day)
        return (first_day, last_day) if first_day <= last_day else None

    @property
    def begins_here(self) -> bool:
        return self.stay is not None and self.stay[0] == self.terms[0].first_day

    @property
    def completes_here(self) -> bool:
        """Whether the last planned term ends here and as appointed."""
        return self.stay is not None and self.stay[1] == self.terms[-1].full_last_day


@dataclass(frozen=True)
class Piece:
    """Days of one term in one fiscal year."""

    year: FiscalYear
    term: Term
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class PersonCost:
    """``cells``: by fiscal year and item; what has no cell does not arise."""

    engagement: Engagement
    fiscal_years: tuple[int, ...]
    cells: Mapping[tuple[int, Kind], Amount]

    def item(self, year: int, kind: Kind) -> Amount:
        return self.cells.get((year, kind), Amount())

    def gross(self, year: int) -> Amount:
        return total(self.item(year, kind) for kind in COSTS)

    def measure(self, year: int) -> Amount:
        return self.item(year, Kind.MEASURE)

    def net(self, year: int) -> Amount | None:
        return after(self.gross(year), self.measure(year))

    @property
    def gross_of_all(self) -> Amount:
        return total(self.gross(year) for year in self.fiscal_years)

    @property
    def measure_of_all(self) -> Amount:
        return total(self.measure(year) for year in self.fiscal_years)

    @property
    def net_of_all(self) -> Amount | None:
        return after(self.gross_of_all, self.measure_of_all)


def cost(
    engagement: Engagement, table: RateTable, *, organisation_kind: str, fiscal_years: Sequence[int]
) -> PersonCost:
    """Every item of every fiscal year."""
    cells: dict[tuple[int, Kind], Amount] = defaultdict(Amount)
    if engagement.stay is not None:
        pieces = [piece for piece in _pieces(engagement, engagement.stay) if piece.year.year in fiscal_years]
        reckoner = _Reckoner(engagement, table, organisation_kind)
        for year, kind, amount in reckoner.amounts(pieces):
            if year in fiscal_years:
                cells[year, kind] += amount
    return PersonCost(engagement, tuple(fiscal_years), dict(cells))


def _pieces(engagement: Engagement, stay: tuple[dt.date, dt.date]) -> Iterator[Piece]:
    """The stay, split at the ends of terms and fiscal years."""
    for term in engagement.terms:
        first_day, end = max(term.first_day, stay[0]), min(term.last_day, stay[1])
        while first_day <= end:
            year = FiscalYear(fiscal_year(first_day))
            yield Piece(year, term, first_day, min(year.last_day, end))
            first_day = year.last_day + dt.timedelta(days=1)


_Told = Iterator[tuple[int, Kind, Amount]]


class _Reckoner:
    """Tells the parts of each item by fiscal year."""

    def __init__(self, engagement: Engagement, table: RateTable, organisation_kind: str) -> None:
        self.engagement, self.table, self.organisation_kind = engagement, table, organisation_kind
        scheme = table.scheme(engagement.arrival.day)
        self.scheme = scheme.code if scheme else ""

    def _rate(self, kind: Kind, year: int, day: dt.date) -> Rate | None:
        return self.table.rate(kind, Case(self.scheme, self.engagement.country, self.organisation_kind, year), day)

    def amounts(self, pieces: Sequence[Piece]) -> _Told:
        for piece in pieces:
            yield from self._by_term(piece)
            yield from self._by_month(piece)
            yield from self._by_fiscal_year(piece)
        yield from self._once()

    def _by_term(self, piece: Piece) -> _Told:
        """By the row that held when the term began."""
        for kind in _BY_TERM:
            annual = _yen(self._rate(kind, piece.term.year, piece.term.first_day))
            part = UNKNOWN
            if annual is not None:
                part = Amount(of_term(annual, piece.term, piece.first_day, piece.last_day))
            yield piece.year.year, kind, part

    def _by_month(self, piece: Piece) -> _Told:
        """By the row that held on the first of the month."""
        months = list(months_of(piece.first_day, piece.last_day))
        for kind in _BY_MONTH:
            yen, is_complete = 0, True
            for first_day, last_day in months:
                monthly = _yen(self._rate(kind, piece.term.year, first_day.replace(day=1)))
                if monthly is None:
                    is_complete = False
                else:
                    yen += of_month(monthly, first_day, last_day)
            yield piece.year.year, kind, Amount(yen, is_complete)

    def _by_fiscal_year(self, piece: Piece) -> _Told:
        """By the row that held on the year's first day. What is not divided falls to where the year was begun."""
        year = piece.year
        is_begun_here = piece.first_day == max(year.first_day, self.engagement.terms[0].first_day)
        for kind in _BY_FISCAL_YEAR:
            rate = self._rate(kind, piece.term.year, year.first_day)
            yearly, basis = _yen(rate), rate.basis if rate else BASES[kind][0]
            if basis != Basis.FISCAL_DAYS and not is_begun_here:
                continue
            if yearly is None:
                yield year.year, kind, UNKNOWN
            elif basis == Basis.FISCAL_DAYS:
                yield year.year, kind, Amount(of_fiscal_year(yearly, year, piece.first_day, piece.last_day))
            else:
                yield year.year, kind, Amount(yearly)

    def _once(self) -> _Told:
        """By the row that held on the day."""
        engagement = self.engagement
        first, last = engagement.terms[0], engagement.terms[-1]
        events = [(kind, first, engagement.arrival.day) for kind in _ON_ARRIVAL if engagement.begins_here]
        if engagement.completes_here and engagement.returns:
            events.append((Kind.TRAVEL_OUT, last, last.last_day))
        for kind, term, day in events:
            yen = _yen(self._rate(kind, term.year, day))
            yield fiscal_year(day), kind, UNKNOWN if yen is None else Amount(yen)


def _yen(rate: Rate | None) -> int | None:
    return None if rate is None else rate.amount
