"""Where the terms were served: a transfer changes the organisation and nothing else, the years go on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kakehashi.services.jet.terms.appointing import Term

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Transfer:
    """From `on` the participant works for `organisation`, by its code."""

    on: dt.date
    organisation: str


@dataclass(frozen=True, slots=True)
class Spell:
    """What of one term was served at one organisation."""

    organisation: str
    term: Term
    first_day: dt.date
    last_day: dt.date


def spells(organisation: str, all_terms: Sequence[Term], transfers: Sequence[Transfer] = ()) -> tuple[Spell, ...]:
    """The terms that began at `organisation`, split where a transfer falls into one.

    Raises ``ValueError`` for a transfer outside the terms, to where the participant is already, or out of order.
    """
    if not all_terms:
        return ()
    place, here = organisation, all_terms[0].first_day
    stays: list[tuple[str, dt.date, dt.date]] = []
    for transfer in transfers:
        if not here < transfer.on <= all_terms[-1].last_day or transfer.organisation == place:
            raise ValueError(transfer)
        stays.append((place, here, transfer.on - _DAY))
        place, here = transfer.organisation, transfer.on
    stays.append((place, here, all_terms[-1].last_day))
    return tuple(
        Spell(where, term, max(term.first_day, since), min(term.last_day, until))
        for where, since, until in stays
        for term in all_terms
        if term.first_day <= until and since <= term.last_day
    )
