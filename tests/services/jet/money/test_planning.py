import datetime as dt
from dataclasses import replace

from kakehashi.services.jet.money.amounts import Amount
from kakehashi.services.jet.money.costing import Engagement
from kakehashi.services.jet.money.planning import plan, successors
from kakehashi.services.jet.money.rates import Kind
from kakehashi.services.jet.money.shipped import shipped
from kakehashi.services.jet.terms.arrival import Arrival
from tests.services.jet.money.tables import invented

ALT = Engagement("ALT", Arrival(dt.date(2013, 8, 4)), 3, "ALT", "US")


def test_a_post_is_filled_again_without_a_gap() -> None:
    made = list(successors(ALT, until=dt.date(2022, 3, 31), count=2, names=["B", "C"]))

    assert [(one.name, one.stay, one.is_wished) for one in made] == [
        ("B", (dt.date(2016, 8, 5), dt.date(2018, 8, 4)), True),
        ("C", (dt.date(2018, 8, 5), dt.date(2020, 8, 4)), True),
        ("C", (dt.date(2020, 8, 5), dt.date(2022, 8, 4)), True),
    ]


def test_who_left_early_is_followed_on_the_next_day() -> None:
    made = list(successors(replace(ALT, left_on=dt.date(2014, 11, 20)), until=dt.date(2015, 3, 31), count=1))

    assert [one.stay for one in made] == [(dt.date(2014, 11, 21), dt.date(2015, 11, 20))]


def test_two_in_one_post_are_counted_as_one_in_the_measure() -> None:
    made = plan(
        [ALT, *successors(ALT, until=dt.date(2017, 3, 31), count=1)],
        invented(),
        organisation_kind="municipality",
        first_year=2016,
        years=1,
    )

    assert made.measure(2016) == Amount(4_720_000)


def test_the_plan_names_what_is_not_set_and_its_rule() -> None:
    made = plan([ALT], shipped(), organisation_kind="municipality", first_year=2014)

    assert made.fiscal_years == (2014, 2015, 2016, 2017, 2018)
    assert made.missing == (
        Kind.SOCIAL,
        Kind.HOUSING,
        Kind.DUES,
        Kind.ACCIDENT,
        Kind.TRAINING,
        Kind.TRAVEL_OUT,
        Kind.MEASURE,
    )
    assert made.rule == "calendar_days_down"
    assert made.net(2014) is None
    assert made.gross(2018) == Amount(0)  # nobody is there: nothing, and known


def test_an_empty_plan_costs_nothing() -> None:
    made = plan([], shipped(), organisation_kind="municipality", first_year=2014)

    assert (made.gross_of_all, made.net_of_all, made.missing) == (Amount(0), Amount(0), ())
