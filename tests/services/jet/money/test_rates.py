import datetime as dt

import pytest

from kakehashi.services.jet.money.rates import Basis, Case, Kind, Rate, RateTable
from kakehashi.services.jet.money.shipped import shipped
from tests.services.jet.money.tables import rate

ANY = Case("gross", "US", "municipality", 1)
DAY = dt.date(2014, 4, 1)


def test_the_table_is_shipped_with_what_is_public_and_nothing_else() -> None:
    table = shipped()

    assert {
        (row.kind.value, row.scheme, row.contract_year): row.amount for row in table.rates if row.amount is not None
    } == {
        ("pay", "gross", 1): 3_360_000,
        ("pay", "gross", 2): 3_600_000,
        ("pay", "gross", 3): 3_900_000,
        ("pay", "gross", 4): 3_960_000,
        ("pay", "gross", 5): 3_960_000,
        ("tax", "gross", None): 0,
    }
    assert {row.kind for row in table.rates} == set(Kind)
    assert [row for row in table.rates if row.amount is not None and not row.source] == []


@pytest.mark.parametrize(
    ("arrived", "code"), [("1987-07-31", None), ("2012-03-31", "net"), ("2012-04-01", "gross"), ("2030-01-01", "gross")]
)
def test_the_scheme_goes_by_the_day_of_arrival(arrived: str, code: str | None) -> None:
    found = shipped().scheme(dt.date.fromisoformat(arrived))

    assert (found.code if found else None) == code


def test_a_later_row_takes_over_on_its_day() -> None:
    table = RateTable([rate(Kind.DUES, 1), rate(Kind.DUES, 2, since=DAY)], [])

    days = [DAY - dt.timedelta(days=1), DAY]
    assert [found.amount for day in days if (found := table.rate(Kind.DUES, ANY, day))] == [1, 2]


def test_before_and_after_its_days_a_row_says_nothing() -> None:
    table = RateTable([rate(Kind.DUES, 1, since=DAY, until=DAY)], [])

    assert table.rate(Kind.DUES, ANY, DAY) is not None
    assert [table.rate(Kind.DUES, ANY, DAY + dt.timedelta(days=days)) for days in (-1, 1)] == [None, None]


def test_the_row_that_states_most_is_taken_however_old() -> None:
    usual, close = (
        rate(Kind.TRAVEL_IN, 1, since=DAY),
        rate(Kind.TRAVEL_IN, 2, country="US", organisation_kind="municipality"),
    )

    assert RateTable([usual, close], []).rate(Kind.TRAVEL_IN, ANY, DAY) == close


def test_two_rows_for_the_same_from_the_same_day_are_refused() -> None:
    with pytest.raises(ValueError, match="one day"):
        RateTable([rate(Kind.DUES, 1), rate(Kind.DUES, 2)], [])


@pytest.mark.parametrize(
    ("basis", "amount", "until", "said"),
    [
        (Basis.ONCE, 1, None, "not counted by"),
        (Basis.FISCAL_YEAR, -1, None, "below 0"),
        (Basis.FISCAL_YEAR, 1, DAY - dt.timedelta(days=1), "ends before"),
    ],
)
def test_a_row_that_cannot_be_is_refused(basis: Basis, amount: int, until: dt.date | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Rate(Kind.DUES, basis, amount, DAY, until)
