"""Sums that know whether something is missing in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Amount:
    """What is known of an amount. Not complete: `yen` is the least it is."""

    yen: int = 0
    is_complete: bool = True

    def __add__(self, other: Self) -> "Amount":
        return Amount(self.yen + other.yen, self.is_complete and other.is_complete)

    @property
    def is_unknown(self) -> bool:
        """Nothing at all is known."""
        return not self.is_complete and not self.yen


UNKNOWN = Amount(0, is_complete=False)


def total(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, Amount())


def after(gross: Amount, measure: Amount) -> Amount | None:
    """What is left for the organisation; ``None`` where the measure is not known, for then it has no bound."""
    return Amount(gross.yen - measure.yen, gross.is_complete) if measure.is_complete else None
