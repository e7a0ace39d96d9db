import datetime as dt
from collections.abc import Iterator

import pytest

from kakehashi.foundation.access import operations as access
from kakehashi.foundation.organisations.calendar import add_working_days
from kakehashi.foundation.organisations.models import Country, Holiday
from kakehashi.foundation.organisations.public_holidays import in_japanese, load_public_holidays, worked_out
from kakehashi.kernel import clock
from tests.cast import Cast

BASTILLE = dt.date(2012, 7, 14)


@pytest.fixture(autouse=True)
def _in_2012() -> Iterator[None]:
    with clock.pinned(dt.datetime(2012, 7, 1, 12, tzinfo=clock.JAPAN)):
        yield


def test_offices_get_the_holidays_of_all_their_countries_for_four_years(cast: Cast) -> None:
    load_public_holidays()

    years = Holiday.objects.filter(country="FR").values_list("day__year", flat=True)
    assert (sorted(set(years)), str(Holiday.objects.get(country="FR", day=BASTILLE))) == (
        [2011, 2012, 2013, 2014],
        "建国の日",
    )
    assert set(Holiday.objects.values_list("country", flat=True)) == {"FR", "IT", "GB"}


def test_loading_again_changes_nothing(cast: Cast) -> None:
    load_public_holidays()
    before = list(Holiday.objects.values_list("country", "day", "name_ja"))

    assert load_public_holidays() == 0
    assert list(Holiday.objects.values_list("country", "day", "name_ja")) == before


def test_what_was_entered_on_the_screen_stays(cast: Cast) -> None:
    access.add_holiday(cast.paris.country, day=BASTILLE, name_ja="革命記念日", by=cast.planner)

    load_public_holidays()

    assert [(h.name_ja, h.source) for h in Holiday.objects.filter(country="FR", day=BASTILLE)] == [
        ("革命記念日", "screen")
    ]


def test_what_was_taken_out_on_the_screen_stays_out_until_it_is_entered_again(cast: Cast) -> None:
    load_public_holidays()
    access.remove_holiday(Holiday.objects.get(country="FR", day=BASTILLE), by=cast.planner)

    load_public_holidays()

    assert not Holiday.objects.filter(country="FR", day=BASTILLE).exists()
    access.add_holiday(cast.paris.country, day=BASTILLE, name_ja="革命記念日", by=cast.planner)
    assert Holiday.objects.get(country="FR", day=BASTILLE).source == "screen"


def test_what_the_library_no_longer_knows_goes_and_names_follow(cast: Cast) -> None:
    load_public_holidays()
    Holiday.objects.create(country_id="FR", day=dt.date(2012, 7, 16), name_ja="誤り", source="library")
    Holiday.objects.filter(country="FR", day=BASTILLE).update(name_ja="古い名前")

    load_public_holidays()

    assert not Holiday.objects.filter(country="FR", day=dt.date(2012, 7, 16)).exists()
    assert Holiday.objects.get(country="FR", day=BASTILLE).name_ja == "建国の日"


def test_substitute_days_count_and_the_place_of_the_office_does(db: None) -> None:
    found = worked_out("GB", [2012])

    assert found["GB", dt.date(2012, 1, 2)] == ("元日(振替休日)", "New Year's Day (observed)")
    assert found["GB", dt.date(2012, 8, 27)] == ("夏の公休日", "Late Summer Bank Holiday")


def test_a_leap_day_is_a_day_like_any_other(cast: Cast) -> None:
    with clock.pinned(dt.datetime(2012, 2, 28, 12, tzinfo=clock.JAPAN)):
        load_public_holidays()

    assert add_working_days(dt.date(2012, 2, 28), 2, "FR") == dt.date(2012, 3, 1)


def test_names_without_japanese_stay_and_several_are_joined() -> None:
    assert in_japanese("Day off (substituted from 02/29/2012)") == "2月29日の振替の休み"
    assert in_japanese("Good Friday; Something New") == "聖金曜日・Something New"


def test_a_country_the_library_does_not_know_has_none(db: None) -> None:
    Country.objects.get_or_create(alpha2="XX", defaults={"name_ja": "どこか", "name_en": "Somewhere"})

    assert worked_out("XX", [2012]) == {}
