"""Calls as everybody reads them: the list, the page, the forms, the calendar."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from kakehashi.engines.calls.choices import Deciding, Gives, Pays
from kakehashi.engines.calls.models import Call, Criterion, EligibilityLine, ExpenseCategory, MoneyRule
from kakehashi.engines.calls.queries.public import CallState, Sought, find_calls, rate_words, state_of
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

NOON = dt.datetime(2012, 9, 3, 12, 0, tzinfo=clock.JAPAN)


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


def body_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- The list ---------------------------------------------------------------------------------------------------------
def test_a_call_is_preparing_coming_open_or_past(cast: Cast) -> None:
    day = dt.timedelta(days=1)
    said: dict[str, dict[str, Any]] = {
        "quiet": {"announced_at": None},
        "later": {"opens_at": NOON + day},
        "now": {"opens_at": NOON - day},
        "always": {"closes_at": None},
        "over": {"closes_at": NOON - day},
        "spent": {"closed_at": NOON - day},
    }

    with clock.pinned(NOON):
        states = {name: state_of(stories.call(cast, name, **values)) for name, values in said.items()}

    assert states == {
        "quiet": CallState.PREPARING,
        "later": CallState.COMING,
        "now": CallState.OPEN,
        "always": CallState.OPEN,
        "over": CallState.PAST,
        "spent": CallState.PAST,
    }


def test_the_list_is_narrowed_by_year_body_and_what_is_given(cast: Cast) -> None:
    multi = stories.call(cast, "multi", eligible_kinds=["prefecture"])
    award = stories.call(cast, "award", gives=Gives.HONOUR, pays=Pays.NOTHING, eligible_kinds=[])
    later = stories.call(cast, "next", fiscal_year=2013)

    def found(**sought: object) -> set[Call]:
        return {line.call for line in find_calls(Sought(**sought)).lines}  # type: ignore[arg-type]  # of the test

    assert found() == {multi, award, later}
    assert found(fiscal_year=2013) == {later}
    assert found(applicant="prefecture") == {multi, award, later}
    assert found(applicant="association") == {award, later}
    assert found(gives="honour") == {award}


def test_open_calls_come_by_their_end_and_those_without_one_last(cast: Cast) -> None:
    rolling = stories.call(cast, "rolling", closes_at=None)
    soon = stories.call(cast, "soon", closes_at=clock.now() + dt.timedelta(days=2))
    late = stories.call(cast, "late", closes_at=clock.now() + dt.timedelta(days=9))

    lines = find_calls(Sought()).lines

    assert [line.call for line in lines] == [soon, late, rolling]


def test_the_list_is_read_without_signing_in(visitor: Client, cast: Cast) -> None:
    stories.call(cast, "multi", title_ja="公表した募集", is_unconfirmed=True)
    stories.call(cast, "quiet", title_ja="準備中の募集", announced_at=None)

    body = body_of(visitor, "/calls/")

    assert ("公表した募集" in body, "準備中の募集" in body, "要綱未確認" in body) == (True, False, True)


@pytest.mark.parametrize(
    "query", ["state=past", "state=x&fiscal_year=²²²²&applicant=x&gives=x&page=99", "state=coming"]
)
def test_the_list_takes_any_address(visitor: Client, cast: Cast, query: str) -> None:
    stories.call(cast)

    body_of(visitor, f"/calls/?{query}")


def test_the_list_costs_the_same_for_many(visitor: Client, cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body_of(visitor, "/calls/")
        return len(queries)

    stories.call(cast, "one")
    one = cost()
    for number in range(5):
        stories.call(cast, f"more-{number}")

    assert cost() == one


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_says_everything_in_words(visitor: Client, cast: Cast) -> None:
    with clock.pinned(NOON):
        call = stories.call(
            cast, closes_at=NOON + dt.timedelta(days=27), guidance_ja="外国人住民のための事業です。",
            contact_ja="03-0000-0000", tracks=[("通常枠", 10_000_000, 5), ("復興枠", None, None)], uses_per_year=2,
        )  # fmt: skip
        EligibilityLine.objects.create(call=call, text_ja="営利を目的としない", refusal_ja="営利の事業です。")
        ExpenseCategory.objects.create(call=call, code="food", name_ja="飲食費", is_eligible=False, why_ja="懇親会など")
        Criterion.objects.create(
            call=call, code="need", name_ja="必要性", anchors=[{"points": 5, "ja": "とても必要", "en": "Vital"}]
        )

        body = body_of(visitor, f"/calls/{call.pk}/")

    said = [
        "平成24年9月30日(日) 12:00", "あと27日", "外国人住民のための事業です。", "03-0000-0000", "通常枠",
        "復興枠", "2回まで", "営利を目的としない", "飲食費", "懇親会など", "必要性", "5点: とても必要", "1/2以内",
        "3,000,000円", "100,000円", "未設定", f"/calls/{call.pk}/application_form.xlsx",
    ]  # fmt: skip
    assert [words for words in said if words not in body] == []


def test_the_page_in_english(visitor: Client, cast: Cast) -> None:
    call = stories.call(cast, title_en="Grants for living together", guidance_en="For residents.")
    visitor.cookies["django_language"] = "en"

    body = body_of(visitor, f"/calls/{call.pk}/")

    assert [words for words in ("Grants for living together", "For residents.", "up to 1/2") if words not in body] == []


def test_what_is_not_known_is_shown_as_not_set(visitor: Client, cast: Cast) -> None:
    call = stories.call(cast, is_unconfirmed=True)
    MoneyRule.objects.filter(call=call).update(is_set=False)

    body = body_of(visitor, f"/calls/{call.pk}/")

    assert ("金額の決まりは未設定です" in body, "3,000,000円" in body, "この募集の内容は、要綱でまだ" in body) == (
        True,
        False,
        True,
    )


def test_an_award_says_nothing_of_money(visitor: Client, cast: Cast) -> None:
    call = stories.call(cast, gives=Gives.HONOUR, pays=Pays.NOTHING, deciding=Deciding.BOARD)
    MoneyRule.objects.filter(call=call).delete()

    body = body_of(visitor, f"/calls/{call.pk}/")

    assert ("補助率" in body, "表彰" in body) == (False, True)


def test_before_it_is_announced_only_who_prepares_it_sees_it(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, announced_at=None)
    _desk, officer = stories.section(cast)
    people = [None, cast.officer, cast.neighbour, cast.director, officer, cast.planner]

    seen = [sign_in(person).get(f"/calls/{call.pk}/").status_code for person in people]

    assert seen == [404, 404, 404, 404, 200, 200]
    assert "公表する前の見え方です" in body_of(sign_in(officer), f"/calls/{call.pk}/")


def test_the_page_costs_the_same_for_many_rows(visitor: Client, cast: Cast) -> None:
    call = stories.call(cast)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            body_of(visitor, f"/calls/{call.pk}/")
        return len(queries)

    Criterion.objects.create(call=call, code="one", name_ja="一", name_en="One")
    one = cost()
    for number in range(4):
        Criterion.objects.create(call=call, code=f"c{number}", name_ja="二", name_en="Two")
        EligibilityLine.objects.create(call=call, text_ja="問", refusal_ja="理由")

    assert cost() == one


@pytest.mark.parametrize(
    ("rate", "words"),
    [("0.5", "1/2以内"), ("0.66667", "2/3以内"), ("1", "全額"), ("0.35", "35%以内"), ("0.1", "1/10以内")],
)
def test_a_rate_is_said_as_people_say_it(rate: str, words: str) -> None:
    assert rate_words(Decimal(rate)) == words


def test_the_blank_form_is_an_excel_file(visitor: Client, cast: Cast) -> None:
    call = stories.call(cast, follow_up_form=None)

    answer = visitor.get(f"/calls/{call.pk}/application_form.xlsx")

    assert answer["Content-Disposition"] == 'attachment; filename="multi-2012-application.xlsx"'
    assert "xl/workbook.xml" in ZipFile(BytesIO(answer.content)).namelist()
    assert visitor.get(f"/calls/{call.pk}/follow_up_form.xlsx").status_code == 404
    assert visitor.get(f"/calls/{call.pk}/nothing.xlsx").status_code == 404


# --- The calendar -----------------------------------------------------------------------------------------------------
def test_the_calendar_shows_the_days_of_a_fiscal_year(visitor: Client, cast: Cast) -> None:
    with clock.pinned(NOON):
        stories.call(
            cast, "multi", title_ja="今年の募集", closes_at=NOON + dt.timedelta(days=27), decides_on="2013-05-01"
        )
        stories.call(cast, "quiet", title_ja="準備中の募集", announced_at=None)
        stories.call(cast, "rolling", title_ja="随時の募集", closes_at=None)

        this, following = body_of(visitor, "/calls/calendar/"), body_of(visitor, "/calls/calendar/?year=2013")

    assert [words in this for words in ("今年の募集", "平成24年9月", "準備中", "随時の募集")] == [
        True,
        True,
        False,
        True,
    ]
    assert [words in following for words in ("今年の募集", "平成25年5月", "随時の募集")] == [True, True, False]


def test_the_feed_is_a_calendar_without_sign_in(visitor: Client, cast: Cast) -> None:
    with clock.pinned(NOON):
        call = stories.call(cast, title_en="Living together", closes_at=NOON + dt.timedelta(days=27))
        stories.call(cast, "old", closes_at=NOON - dt.timedelta(days=800))

        answer = visitor.get("/calls/calendar.ics?lang=en")

    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(event["SUMMARY"]) for event in events] == ["Closes: Living together"]
    assert events[0].decoded("DTSTART") == call.closes_at
    assert str(events[0]["UID"]).startswith(f"call-{call.pk}-closes_at@")


def test_what_closed_early_has_that_day_as_its_end(cast: Cast, visitor: Client) -> None:
    with clock.pinned(NOON):
        stories.call(cast, closes_at=NOON + dt.timedelta(days=27), closed_at=NOON - dt.timedelta(days=1))

        events = Calendar.from_ical(visitor.get("/calls/calendar.ics").content).walk("VEVENT")

    assert [event.decoded("DTSTART") for event in events] == [NOON - dt.timedelta(days=1)]
