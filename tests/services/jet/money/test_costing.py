import datetime as dt
from dataclasses import replace

import pytest

from kakehashi.services.jet.money.amounts import UNKNOWN, Amount
from kakehashi.services.jet.money.costing import Engagement, PersonCost, cost
from kakehashi.services.jet.money.rates import Basis, Kind, Rate, RateTable
from kakehashi.services.jet.money.shipped import shipped
from kakehashi.services.jet.terms.arrival import Arrival, Rhythm
from tests.services.jet.money.tables import INVENTED, invented

ALT = Engagement("ALT", Arrival(dt.date(2013, 8, 4)), 3, "ALT", "US")
YEARS = range(2011, 2022)


def reckoned(engagement: Engagement, table: RateTable | None = None) -> PersonCost:
    return cost(engagement, table or invented(), organisation_kind="municipality", fiscal_years=YEARS)


def of_years(found: PersonCost, kind: Kind) -> dict[int, int]:
    return {year: found.cells[year, kind].yen for year in YEARS if (year, kind) in found.cells}


@pytest.mark.parametrize("day", [dt.date(2012, 4, 1) + dt.timedelta(days=17 * number) for number in range(90)])
def test_three_whole_years_always_make_the_same_pay(day: dt.date) -> None:
    """Wherever they begin, over leap days too, the fiscal years add up to 3.36 + 3.60 + 3.90 million."""
    assert sum(of_years(reckoned(replace(ALT, arrival=Arrival(day))), Kind.PAY).values()) == 10_860_000


def test_february_of_a_leap_year_is_one_month() -> None:
    """10 February 2015 to 9 February 2016: 28 days of one February, 29 of the other, and 3,360,000 in all."""
    found = of_years(reckoned(replace(ALT, arrival=Arrival(dt.date(2015, 2, 9)), count=1)), Kind.PAY)

    # February 2015: 9 of 28 days are 90,000, the rest 190,000; March 280,000.
    assert found == {2014: 470_000, 2015: 2_890_000}


def test_a_part_of_february_has_its_own_days() -> None:
    """Who leaves on 10 February gets 10 of 29 days in 2016, 10 of 28 in 2015: 280,000 x 10 / 29 = 96,551.7."""
    leap = replace(ALT, arrival=Arrival(dt.date(2015, 9, 30)), left_on=dt.date(2016, 2, 10))
    plain = replace(ALT, arrival=Arrival(dt.date(2014, 9, 30)), left_on=dt.date(2015, 2, 10))

    assert of_years(reckoned(leap), Kind.PAY) == {2015: 4 * 280_000 + 96_551}
    assert of_years(reckoned(plain), Kind.PAY) == {2014: 4 * 280_000 + 100_000}


def test_early_leaving_ends_pay_on_the_day_and_costs_no_return_travel() -> None:
    """Left on 20 November 2014, in the second year: 2,203,871 + 1,156,129 + 261,291 + 2 x 300,000 + 200,000."""
    found = reckoned(replace(ALT, left_on=dt.date(2014, 11, 20)))

    assert of_years(found, Kind.PAY) == {2013: 2_203_871, 2014: 1_156_129 + 261_291 + 2 * 300_000 + 200_000}
    assert of_years(found, Kind.DUES) == {2013: 130_000, 2014: 130_000}
    assert of_years(found, Kind.TRAVEL_OUT) == {}


def test_who_completes_may_stay_in_japan_without_return_travel() -> None:
    assert of_years(reckoned(replace(ALT, returns=False)), Kind.TRAVEL_OUT) == {}
    assert of_years(reckoned(ALT), Kind.TRAVEL_OUT) == {2016: 150_000}


def test_who_leaves_before_the_first_day_costs_nothing() -> None:
    assert reckoned(replace(ALT, left_on=dt.date(2013, 8, 4))).cells == {}


def test_a_transfer_divides_the_cost_and_the_years_go_on() -> None:
    """From 1 December 2014 at another city: together they bear what one would have borne, to the yen."""
    one, other = replace(ALT, here_until=dt.date(2014, 11, 30)), replace(ALT, here_from=dt.date(2014, 12, 1))
    before, after, alone = reckoned(one), reckoned(other), reckoned(ALT)

    assert of_years(after, Kind.PAY)[2014] == 4 * 300_000  # the second year goes on
    assert {key: before.cells.get(key, Amount()) + after.cells.get(key, Amount()) for key in alone.cells} == alone.cells
    assert [of_years(after, kind) for kind in (Kind.TRAVEL_IN, Kind.ORIENTATION)] == [{}, {}]
    assert of_years(before, Kind.TRAVEL_OUT) == {}
    # Dues of the year are the first city's.
    assert [of_years(found, Kind.DUES) for found in (before, after)] == [
        {2013: 130_000, 2014: 130_000},
        {2015: 130_000, 2016: 130_000},
    ]


@pytest.mark.parametrize("day", [dt.date(2013, 8, 6) + dt.timedelta(days=13 * number) for number in range(83)])
def test_no_transfer_gains_or_loses_a_yen(day: dt.date) -> None:
    parts = [replace(ALT, here_until=day - dt.timedelta(days=1)), replace(ALT, here_from=day)]

    assert sum(reckoned(part).gross_of_all.yen for part in parts) == reckoned(ALT).gross_of_all.yen
    assert sum(part.measure(year).yen for part in map(reckoned, parts) for year in YEARS) == sum(
        reckoned(ALT).measure(year).yen for year in YEARS
    )


@pytest.mark.parametrize(("year", "monthly"), [(2, 300_000), (1, 280_000)])
def test_the_short_term_of_april_arrivals_is_paid_by_its_year(year: int, monthly: int) -> None:
    """9 April to 2 August 2016: 22 of 30 days, three months, 2 of 31 days."""
    arrival = Arrival(dt.date(2015, 4, 8), Rhythm.JOINS, dt.date(2015, 8, 2), 2 if year == 2 else 1)

    found = of_years(reckoned(Engagement("ALT", arrival, 2)), Kind.PAY)

    short = (monthly - monthly * 8 // 30) + 3 * monthly + monthly * 2 // 31
    assert found == {2015: 3_285_334, 2016: 74_666 + short}


def test_the_two_schemes_stand_side_by_side() -> None:
    """Whoever came before April 2012 keeps the old scheme until the end; what it pays is not known."""
    old = replace(ALT, arrival=Arrival(dt.date(2011, 7, 31)), count=5)
    new = replace(ALT, arrival=Arrival(dt.date(2012, 4, 1)), count=5)

    assert [reckoned(old).item(year, Kind.PAY) for year in (2011, 2015)] == [UNKNOWN, UNKNOWN]
    assert sum(of_years(reckoned(new), Kind.PAY).values()) == 18_780_000


def test_an_old_pay_that_is_entered_is_used_for_all_years() -> None:
    net = Rate(Kind.PAY, Basis.CONTRACT_YEAR, 3_600_000, dt.date(1987, 8, 1), scheme="net")
    tax = replace(net, kind=Kind.TAX, amount=360_000)
    kept = [rate for rate in shipped().rates if rate.scheme != "net"]
    old = replace(ALT, arrival=Arrival(dt.date(2011, 7, 31)), count=3)

    found = reckoned(old, RateTable([*kept, net, tax], shipped().schemes))

    assert of_years(found, Kind.PAY) == {2011: 2_400_000, 2012: 3_600_000, 2013: 3_600_000, 2014: 1_200_000}
    assert of_years(found, Kind.TAX) == {2011: 240_000, 2012: 360_000, 2013: 360_000, 2014: 120_000}


def test_what_is_not_known_is_never_nothing() -> None:
    """With the table as shipped, pay is known and nothing else: sums are the least, the rest has no bound."""
    found = reckoned(ALT, shipped())

    assert found.gross(2013) == Amount(2_203_871, is_complete=False)
    assert found.item(2013, Kind.DUES) == UNKNOWN
    assert found.item(2013, Kind.DUES).is_unknown
    assert found.measure(2013) == UNKNOWN
    assert found.net(2013) is None
    assert found.net_of_all is None
    assert (2014, Kind.TRAVEL_IN) not in found.cells  # nobody travels: nothing, and known


def test_an_amount_known_for_part_of_the_year_is_the_least() -> None:
    table = RateTable(
        [Rate(Kind.HOUSING, Basis.MONTH, 10_000, dt.date(2014, 1, 1), dt.date(2014, 2, 28))], shipped().schemes
    )

    assert reckoned(ALT, table).item(2013, Kind.HOUSING) == Amount(20_000, is_complete=False)


def test_a_country_whose_travel_is_not_known_hides_the_usual_amount() -> None:
    table = RateTable(
        [*INVENTED, Rate(Kind.TRAVEL_IN, Basis.ONCE, None, dt.date(2012, 4, 1), country="MN")], shipped().schemes
    )

    found = {
        country: reckoned(replace(ALT, country=country), table).item(2013, Kind.TRAVEL_IN)
        for country in ("MN", "US", "")
    }

    assert found == {"MN": UNKNOWN, "US": Amount(160_000), "": Amount(120_000)}


def test_the_measure_of_another_kind_of_organisation_is_not_taken() -> None:
    found = cost(ALT, invented(), organisation_kind="prefecture", fiscal_years=[2014])

    assert found.net(2014) is None


def test_a_whole_amount_by_fiscal_year_may_be_divided_by_days() -> None:
    """5 August 2013 to 31 March 2014: 365,000 less 126 of 365 days."""
    table = RateTable([Rate(Kind.DUES, Basis.FISCAL_DAYS, 365_000, dt.date(2012, 4, 1))], shipped().schemes)

    assert reckoned(ALT, table).item(2013, Kind.DUES) == Amount(239_000)


def test_only_the_years_asked_for_are_told() -> None:
    found = cost(ALT, invented(), organisation_kind="municipality", fiscal_years=[2014])

    assert {year for year, _kind in found.cells} == {2014}
    assert found.gross_of_all == found.gross(2014)
