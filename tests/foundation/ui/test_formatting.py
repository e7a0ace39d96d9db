import datetime as dt

import pytest
from django.utils import translation

from kakehashi.foundation.ui import formatting
from kakehashi.kernel import clock

DAY = dt.date(2012, 7, 9)
MOMENT = dt.datetime(2012, 7, 9, 5, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [("ja", "平成24年7月9日(月)"), ("en", "Mon 9 July 2012"), ("ar", "إثنين 9 يوليو 2012")],
)
def test_ui_date_follows_the_language(language: str, text: str) -> None:
    with translation.override(language):
        shown = formatting.ui_date(DAY)

    assert shown == f'<time datetime="2012-07-09" title="2012-07-09">{text}</time>'


def test_ui_date_of_a_moment_is_the_day_in_japan() -> None:
    late = dt.datetime(2012, 7, 8, 16, 0, tzinfo=dt.UTC)

    assert formatting.ui_date(late) == formatting.ui_date(DAY)


def test_ui_datetime_says_the_minute_in_japan() -> None:
    iso = "2012-07-09T14:02+09:00"

    assert formatting.ui_datetime(MOMENT) == f'<time datetime="{iso}" title="{iso}">平成24年7月9日(月) 14:02</time>'
    with translation.override("en"):
        assert formatting.ui_datetime(MOMENT) == (
            f'<time datetime="{iso}" title="{iso}">Mon 9 July 2012, 14:02 JST</time>'
        )


@pytest.mark.parametrize(
    ("days", "tone", "left"),
    [(21, "far", "あと21日"), (3, "near", "あと3日"), (0, "near", "今日まで"), (-2, "overdue", "2日過ぎています")],
)
def test_ui_deadline_says_how_much_is_left(days: int, tone: str, left: str) -> None:
    shown = formatting.ui_deadline(clock.today() + dt.timedelta(days=days))

    assert f'data-tone="{tone}"' in shown
    assert f'<span class="ui-deadline__left">{left}</span>' in shown


def test_ui_deadline_counts_one_day_in_english() -> None:
    with translation.override("en"):
        shown = formatting.ui_deadline(clock.today() + dt.timedelta(days=1))

    assert "1 day left" in shown


def test_ui_deadline_is_over_when_its_minute_has_passed() -> None:
    minute = clock.this_minute()

    tones = ['data-tone="overdue"' in formatting.ui_deadline(at) for at in (minute, minute - dt.timedelta(minutes=1))]

    assert tones == [False, True]


def test_ui_money_is_whole_yen_or_unset() -> None:
    assert formatting.ui_money(1_234_000) == '<span class="ui-number" dir="ltr">1,234,000円</span>'
    assert formatting.ui_money(None) == '<span class="ui-unset">未設定</span>'
    with translation.override("en"):
        assert formatting.ui_money(1_234_000) == '<span class="ui-number" dir="ltr">¥1,234,000</span>'


def test_ui_number_separates_thousands() -> None:
    assert formatting.ui_number(1_741) == '<span class="ui-number" dir="ltr">1,741</span>'
    assert formatting.ui_number(None) == '<span class="ui-unset">未設定</span>'


@pytest.mark.parametrize("value", [2012, clock.FiscalYear(2012), dt.date(2013, 3, 31)])
def test_ui_fiscal_year_of_number_year_and_day(value: int | clock.FiscalYear | dt.date) -> None:
    assert formatting.ui_fiscal_year(value) == "平成24年度 (2012)"
    with translation.override("en"):
        assert formatting.ui_fiscal_year(value) == "FY2012"


def test_nothing_is_shown_for_nothing() -> None:
    filters = (formatting.ui_date, formatting.ui_datetime, formatting.ui_deadline, formatting.ui_fiscal_year)

    assert [shown(None) for shown in filters] == ["", "", "", ""]
