import datetime as dt

import pytest

from kakehashi.foundation.organisations.calendar import add_working_days, days_off, working_days_between
from kakehashi.foundation.organisations.models import Country, Holiday


@pytest.fixture
def golden_week(db: None) -> None:
    """Of 2012: Sunday 29 April with its substitute Monday, and 3 to 5 May (Thursday to Saturday)."""
    Country.objects.create(alpha2="JP", name_ja="日本", name_en="Japan")
    for day in ("2012-04-29", "2012-04-30", "2012-05-03", "2012-05-04", "2012-05-05"):
        Holiday.objects.create(country_id="JP", day=day, name_ja="祝日")


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "2012-04-27"), (1, "2012-05-01"), (2, "2012-05-02"), (3, "2012-05-07"), (-1, "2012-04-26")],
)
def test_add_working_days_skips_weekends_and_holidays(golden_week: None, n: int, expected: str) -> None:
    friday = dt.date(2012, 4, 27)

    assert add_working_days(friday, n) == dt.date.fromisoformat(expected)
    assert working_days_between(friday, dt.date.fromisoformat(expected)) == n


def test_a_country_without_holidays_has_weekends_only(golden_week: None) -> None:
    friday = dt.date(2012, 4, 27)

    assert add_working_days(friday, 1, "FR") == dt.date(2012, 4, 30)


def test_between_is_the_inverse_over_a_whole_year(golden_week: None) -> None:
    start = dt.date(2012, 1, 4)

    assert [working_days_between(start, add_working_days(start, n)) for n in (50, 100, 200, -50)] == [50, 100, 200, -50]


def test_days_off_say_why(golden_week: None) -> None:
    days = [dt.date(2012, 5, 2), dt.date(2012, 5, 3), dt.date(2012, 5, 5), dt.date(2012, 5, 6)]

    assert days_off(days) == {days[1]: "祝日", days[2]: "祝日", days[3]: "日曜日"}


def test_years_that_nobody_entered_are_worked_out(golden_week: None) -> None:
    days = [dt.date(2035, 11, 23), dt.date(2035, 11, 22), dt.date(2035, 11, 24)]

    assert days_off(days) == {days[0]: "勤労感謝の日", days[2]: "土曜日"}
