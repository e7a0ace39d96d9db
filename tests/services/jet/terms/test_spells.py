import datetime as dt

import pytest

from kakehashi.services.jet.terms.appointing import terms
from kakehashi.services.jet.terms.arrival import Arrival
from kakehashi.services.jet.terms.spells import Spell, Transfer, spells

HIMEJI, KOBE = "282014", "281000"
TERMS = terms(Arrival(dt.date(2013, 8, 4)), 3)


def test_the_years_go_on_over_a_transfer() -> None:
    made = spells(HIMEJI, TERMS, [Transfer(dt.date(2014, 12, 1), KOBE)])

    assert made == (
        Spell(HIMEJI, TERMS[0], dt.date(2013, 8, 5), dt.date(2014, 8, 4)),
        Spell(HIMEJI, TERMS[1], dt.date(2014, 8, 5), dt.date(2014, 11, 30)),
        Spell(KOBE, TERMS[1], dt.date(2014, 12, 1), dt.date(2015, 8, 4)),
        Spell(KOBE, TERMS[2], dt.date(2015, 8, 5), dt.date(2016, 8, 4)),
    )
    assert [spell.term.year for spell in made] == [1, 2, 2, 3]


def test_a_transfer_between_two_terms_splits_neither() -> None:
    made = spells(HIMEJI, TERMS, [Transfer(dt.date(2014, 8, 5), KOBE)])

    assert [(spell.organisation, spell.term.number) for spell in made] == [(HIMEJI, 1), (KOBE, 2), (KOBE, 3)]


def test_back_again() -> None:
    made = spells(HIMEJI, TERMS[:1], [Transfer(dt.date(2013, 10, 1), KOBE), Transfer(dt.date(2014, 4, 1), HIMEJI)])

    assert [spell.organisation for spell in made] == [HIMEJI, KOBE, HIMEJI]
    assert sum((spell.last_day - spell.first_day).days + 1 for spell in made) == 365


@pytest.mark.parametrize(
    "transfers",
    [
        [Transfer(dt.date(2013, 8, 5), KOBE)],  # on the first day
        [Transfer(dt.date(2016, 8, 5), KOBE)],  # after the last
        [Transfer(dt.date(2014, 1, 1), HIMEJI)],  # to the same
        [Transfer(dt.date(2014, 6, 1), KOBE), Transfer(dt.date(2014, 1, 1), HIMEJI)],
    ],
)
def test_a_transfer_that_cannot_be_is_refused(transfers: list[Transfer]) -> None:
    with pytest.raises(ValueError, match="Transfer"):
        spells(HIMEJI, TERMS, transfers)


def test_without_terms_there_is_nothing_to_split() -> None:
    assert spells(HIMEJI, ()) == ()
