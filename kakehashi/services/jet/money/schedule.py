"""Pay as a contract states it: what each year brings, and what this term does."""

from dataclasses import dataclass

from kakehashi.services.jet.money.prorating import of_term
from kakehashi.services.jet.money.rates import Case, Kind, RateTable
from kakehashi.services.jet.terms.appointing import Term, terms
from kakehashi.services.jet.terms.arrival import Arrival
from kakehashi.services.jet.terms.reappointing import LIMITS, most_terms

HOURS = 35  # a week, for which the pay stands


@dataclass(frozen=True, slots=True)
class YearOfPay:
    """``annual`` in yen, ``None``: not set."""

    year: int
    annual: int | None

    @property
    def monthly(self) -> int | None:
        """Where it is a whole number of yen."""
        return None if self.annual is None or self.annual % 12 else self.annual // 12


def pay_schedule(
    table: RateTable, arrival: Arrival, *, country: str = "", organisation_kind: str = ""
) -> tuple[YearOfPay, ...]:
    """Every contract year until the limit, by the row that holds when its first term begins."""
    scheme = table.scheme(arrival.day)
    found: dict[int, YearOfPay] = {}
    for term in terms(arrival, most_terms(arrival, LIMITS.exceptional)):
        case = Case(scheme.code if scheme else "", country, organisation_kind, term.year)
        rate = table.rate(Kind.PAY, case, term.first_day)
        found.setdefault(term.year, YearOfPay(term.year, rate.amount if rate else None))
    return tuple(found.values())


def pay_of_term(schedule: tuple[YearOfPay, ...], term: Term) -> int | None:
    """What is paid from its first day to its last."""
    annual = next((one.annual for one in schedule if one.year == term.year), None)
    return None if annual is None else of_term(annual, term, term.first_day, term.last_day)
