import datetime as dt

import pytest

from kakehashi.services.jet.terms.appointing import Term, end_early, end_of_year, term_on, terms
from kakehashi.services.jet.terms.arrival import Arrival, GroupDayNotSetError, Rhythm, arrive

GROUP_B = {2013: dt.date(2013, 8, 4), 2014: dt.date(2014, 8, 3), 2015: dt.date(2015, 8, 2)}


def spans(all_terms: tuple[Term, ...]) -> list[tuple[int, str, str]]:
    return [(term.year, str(term.first_day), str(term.last_day)) for term in all_terms]


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        ("2013-08-05", "2014-08-04"),
        ("2012-04-01", "2013-03-31"),
        ("2013-01-01", "2013-12-31"),
        ("2011-03-01", "2012-02-29"),  # the year ends with a leap day
        ("2012-02-28", "2013-02-27"),
        ("2012-02-29", "2013-02-28"),  # no 29 February to end the day before
        ("2015-02-28", "2016-02-27"),
    ],
)
def test_a_year_ends_the_day_before_it_began(first_day: str, last_day: str) -> None:
    assert end_of_year(dt.date.fromisoformat(first_day)) == dt.date.fromisoformat(last_day)


@pytest.mark.parametrize(
    ("group", "arrived", "first", "last"),
    [
        ("A", dt.date(2007, 7, 31), "2007-08-01", "2008-07-31"),
        ("B", dt.date(2013, 8, 4), "2013-08-05", "2014-08-04"),
        ("C", dt.date(2007, 8, 22), "2007-08-23", "2008-08-22"),
    ],
)
def test_groups_serve_a_year_from_the_day_after_they_arrive(
    group: str, arrived: dt.date, first: str, last: str
) -> None:
    assert spans(terms(arrive(arrived, GROUP_B), 1)) == [(1, first, last)]


def test_years_follow_each_other_without_a_gap() -> None:
    assert spans(terms(arrive(dt.date(2013, 8, 4), GROUP_B), 5)) == [
        (1, "2013-08-05", "2014-08-04"),
        (2, "2014-08-05", "2015-08-04"),
        (3, "2015-08-05", "2016-08-04"),
        (4, "2016-08-05", "2017-08-04"),
        (5, "2017-08-05", "2018-08-04"),
    ]


def test_terms_over_leap_days_follow_each_other_without_a_gap() -> None:
    assert spans(terms(Arrival(dt.date(2012, 2, 28)), 5)) == [
        (1, "2012-02-29", "2013-02-28"),
        (2, "2013-03-01", "2014-02-28"),
        (3, "2014-03-01", "2015-02-28"),
        (4, "2015-03-01", "2016-02-29"),
        (5, "2016-03-01", "2017-02-28"),
    ]


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        (
            dt.date(2014, 4, 9),
            [
                (1, "2014-04-10", "2015-04-09"),
                (2, "2015-04-10", "2015-08-03"),
                (2, "2015-08-04", "2016-08-03"),
                (3, "2016-08-04", "2017-08-03"),
            ],
        ),
        (
            dt.date(2015, 4, 8),
            [
                (1, "2015-04-09", "2016-04-08"),
                (2, "2016-04-09", "2016-08-02"),
                (2, "2016-08-03", "2017-08-02"),
                (3, "2017-08-03", "2018-08-02"),
            ],
        ),
    ],
)
def test_april_arrivals_go_over_to_the_dates_of_group_b(arrived: dt.date, expected: list[tuple[int, str, str]]) -> None:
    """As the council told those who had come in April 2014 and 2015."""
    made = terms(arrive(arrived, GROUP_B), 4)

    assert spans(made) == expected
    assert [term.is_short for term in made] == [False, True, False, False]
    assert [term.is_whole_year for term in made] == [True, False, True, True]


def test_the_short_term_may_be_paid_as_the_first_year() -> None:
    arrival = Arrival(dt.date(2015, 4, 8), Rhythm.JOINS, GROUP_B[2015], short_term_year=1)

    assert [term.year for term in terms(arrival, 6)] == [1, 1, 2, 3, 4, 5]


def test_april_arrivals_of_some_countries_keep_their_dates() -> None:
    made = terms(arrive(dt.date(2015, 4, 8), {}, joins=False), 2)

    assert spans(made) == [(1, "2015-04-09", "2016-04-08"), (2, "2016-04-09", "2017-04-08")]


def test_an_april_arrival_waits_for_the_day_of_group_b() -> None:
    with pytest.raises(GroupDayNotSetError) as refused:
        arrive(dt.date(2016, 4, 8), GROUP_B)

    assert refused.value.args == (2016,)


def test_a_replacement_during_the_year_serves_a_year_of_its_own() -> None:
    assert spans(terms(arrive(dt.date(2013, 11, 20), GROUP_B), 2)) == [
        (1, "2013-11-21", "2014-11-20"),
        (2, "2014-11-21", "2015-11-20"),
    ]


def test_a_replacement_may_end_with_its_group_instead() -> None:
    arrival = Arrival(dt.date(2013, 11, 20), Rhythm.SHORTENED, GROUP_B[2013])

    assert spans(terms(arrival, 3)) == [
        (1, "2013-11-21", "2014-08-04"),
        (2, "2014-08-05", "2015-08-04"),
        (3, "2015-08-05", "2016-08-04"),
    ]


@pytest.mark.parametrize(
    ("rhythm", "group_day"),
    [
        (Rhythm.OWN, dt.date(2015, 8, 2)),
        (Rhythm.JOINS, None),
        (Rhythm.JOINS, dt.date(2014, 8, 3)),  # came before
        (Rhythm.JOINS, dt.date(2016, 4, 8)),  # a year after
        (Rhythm.SHORTENED, None),
        (Rhythm.SHORTENED, dt.date(2015, 8, 2)),  # comes after
        (Rhythm.SHORTENED, dt.date(2014, 4, 8)),  # its year is over
    ],
)
def test_a_group_that_does_not_go_with_the_arrival_is_refused(rhythm: Rhythm, group_day: dt.date | None) -> None:
    with pytest.raises(ValueError, match="group"):
        Arrival(dt.date(2015, 4, 8), rhythm, group_day)


def test_early_leaving_cuts_the_running_term_and_drops_those_to_come() -> None:
    made = end_early(terms(Arrival(dt.date(2013, 8, 4)), 3), dt.date(2014, 11, 20))

    assert spans(made) == [(1, "2013-08-05", "2014-08-04"), (2, "2014-08-05", "2014-11-20")]
    assert [(term.is_cut, term.is_whole_year) for term in made] == [(False, True), (True, True)]
    assert made[1].full_last_day == dt.date(2015, 8, 4)


def test_who_leaves_before_the_first_day_has_no_term() -> None:
    assert end_early(terms(Arrival(dt.date(2013, 8, 4)), 3), dt.date(2013, 8, 4)) == ()


@pytest.mark.parametrize(
    ("day", "number"), [("2013-08-04", None), ("2013-08-05", 1), ("2014-08-04", 1), ("2014-08-05", 2)]
)
def test_the_running_term_is_found(day: str, number: int | None) -> None:
    found = term_on(terms(Arrival(dt.date(2013, 8, 4)), 2), dt.date.fromisoformat(day))

    assert (found.number if found else None) == number
