import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.kernel import clock
from kakehashi.kernel.clock import FiscalYear, add_months, era_year, fiscal_year, long_date_en, long_date_ja

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2012, 3, 31), 2011),
        (dt.date(2012, 4, 1), 2012),
        (dt.date(2013, 3, 31), 2012),
        (dt.date(2013, 4, 1), 2013),
        (dt.date(2012, 12, 31), 2012),
        (dt.date(2012, 2, 29), 2011),
    ],
)
def test_fiscal_year_turns_on_the_first_of_april(day: dt.date, year: int) -> None:
    assert fiscal_year(day) == year


@given(DAYS)
def test_every_day_lies_in_its_fiscal_year_and_in_no_other(day: dt.date) -> None:
    year = fiscal_year(day)

    assert [number for number in (year - 1, year, year + 1) if day in FiscalYear(number)] == [year]


def test_fiscal_years_follow_each_other_without_a_gap() -> None:
    assert FiscalYear(2012).last_day + dt.timedelta(days=1) == FiscalYear(2013).first_day


@pytest.mark.parametrize(
    ("year", "ja", "en"),
    [
        (2012, "平成24年度", "FY2012"),
        (1989, "平成元年度", "FY1989"),
        (2018, "平成30年度", "FY2018"),
        (2019, "平成31年度", "FY2019"),  # named by its first day, 1 April 2019
        (2020, "令和2年度", "FY2020"),
    ],
)
def test_fiscal_year_is_named_by_the_era_of_its_first_day(year: int, ja: str, en: str) -> None:
    assert (FiscalYear(year).label_ja, FiscalYear(year).label_en) == (ja, en)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2019, 5, 1), "令和元年"),
        (dt.date(2019, 4, 30), "平成31年"),
        (dt.date(1989, 1, 8), "平成元年"),
        (dt.date(1989, 1, 7), "昭和64年"),
        (dt.date(1926, 12, 25), "昭和元年"),
        (dt.date(1926, 12, 24), "大正15年"),
        (dt.date(1912, 7, 30), "大正元年"),
        (dt.date(1912, 7, 29), "明治45年"),
        (dt.date(1873, 1, 1), "明治6年"),
        (dt.date(1872, 12, 31), "1872年"),
    ],
)
def test_eras_change_in_the_middle_of_a_year(day: dt.date, name: str) -> None:
    assert era_year(day) == name


def test_long_dates() -> None:
    assert long_date_ja(dt.date(2012, 7, 9)) == "平成24年7月9日(月)"
    assert long_date_ja(dt.date(2012, 2, 29)) == "平成24年2月29日(水)"
    assert long_date_en(dt.date(2012, 7, 9)) == "Mon 9 July 2012"
    assert long_date_en(dt.date(2013, 12, 1)) == "Sun 1 December 2013"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2012, 8, 31), 6, dt.date(2013, 2, 28)),
        (dt.date(2011, 8, 31), 6, dt.date(2012, 2, 29)),
        (dt.date(2012, 2, 29), 12, dt.date(2013, 2, 28)),
        (dt.date(2012, 2, 29), 48, dt.date(2016, 2, 29)),
        (dt.date(2012, 1, 31), 1, dt.date(2012, 2, 29)),
        (dt.date(2012, 11, 30), 1, dt.date(2012, 12, 30)),
        (dt.date(2012, 11, 30), 2, dt.date(2013, 1, 30)),
        (dt.date(2012, 3, 31), -1, dt.date(2012, 2, 29)),
        (dt.date(2012, 1, 15), -1, dt.date(2011, 12, 15)),
        (dt.date(2012, 7, 9), 0, dt.date(2012, 7, 9)),
    ],
)
def test_add_months_stays_on_the_day_or_the_last_of_the_month(day: dt.date, months: int, later: dt.date) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(-600, 600))
def test_add_months_lands_in_the_month_that_is_meant(day: dt.date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2013, 3, 31, 14, 59, 59, tzinfo=dt.UTC), dt.date(2013, 3, 31)),
        (dt.datetime(2013, 3, 31, 15, 0, tzinfo=dt.UTC), dt.date(2013, 4, 1)),  # midnight in Japan
    ],
)
def test_the_day_is_the_day_in_japan(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime, day: dt.date) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)

    assert (clock.japan_day(moment), clock.today()) == (day, day)


def test_now_knows_its_time_zone() -> None:
    assert clock.now().tzinfo == dt.UTC


def test_a_deadline_lasts_until_the_end_of_its_minute() -> None:
    deadline = dt.datetime(2012, 6, 29, 23, 59, tzinfo=clock.JAPAN)
    moments = [deadline, clock.last_moment(deadline), deadline + dt.timedelta(minutes=1)]
    passed = []

    for moment in moments:
        with clock.pinned(moment):
            passed.append((clock.has_passed(deadline), deadline < clock.this_minute()))

    assert passed == [(False, False), (False, False), (True, True)]
