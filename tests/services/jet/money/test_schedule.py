import datetime as dt

from kakehashi.services.jet.money.rates import Kind, RateTable
from kakehashi.services.jet.money.schedule import YearOfPay, pay_of_term, pay_schedule
from kakehashi.services.jet.money.shipped import shipped
from kakehashi.services.jet.terms.appointing import terms
from kakehashi.services.jet.terms.arrival import Arrival, Rhythm
from tests.services.jet.money.tables import rate

NEW = Arrival(dt.date(2013, 8, 4))
OLD = Arrival(dt.date(2011, 7, 31))
APRIL = Arrival(dt.date(2015, 4, 8), Rhythm.JOINS, dt.date(2015, 8, 2))


def test_pay_rises_by_contract_year() -> None:
    found = pay_schedule(shipped(), NEW)

    assert [(one.year, one.annual, one.monthly) for one in found] == [
        (1, 3_360_000, 280_000),
        (2, 3_600_000, 300_000),
        (3, 3_900_000, 325_000),
        (4, 3_960_000, 330_000),
        (5, 3_960_000, 330_000),
    ]


def test_what_is_not_set_stays_so() -> None:
    found = pay_schedule(shipped(), OLD)

    assert [one.annual for one in found] == [None] * 5
    assert pay_of_term(found, terms(OLD, 1)[0]) is None


def test_each_year_goes_by_the_row_that_holds_when_it_begins() -> None:
    table = RateTable([rate(Kind.PAY, 1_000_001), rate(Kind.PAY, 1_200_000, since=dt.date(2015, 4, 1))], [])

    found = pay_schedule(table, NEW)

    assert [one.annual for one in found] == [1_000_001, 1_000_001, 1_200_000, 1_200_000, 1_200_000]
    assert (found[0].monthly, found[2].monthly) == (None, 100_000)


def test_a_short_term_is_paid_for_its_days() -> None:
    """9 April to 2 August 2016 in the second year: 220,000 + 900,000 + 19,354."""
    found = pay_schedule(shipped(), APRIL)

    assert [one.year for one in found] == [1, 2, 3, 4, 5]
    assert [pay_of_term(found, term) for term in terms(APRIL, 3)] == [3_360_000, 1_139_354, 3_600_000]


def test_a_term_beyond_the_schedule_has_no_pay() -> None:
    assert pay_of_term((YearOfPay(1, 1),), terms(NEW, 2)[1]) is None
