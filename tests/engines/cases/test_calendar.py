"""The calendar of an office: what stands on which day, in whose time, and who may read it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.cases.models import Case, Item, OfficeSetting, Paper
from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.queries.calendar import Month, calendar_offices, month_of
from kakehashi.foundation.organisations.models import Holiday, Organisation, Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.cases import stories

OCTOBER = dt.date(2012, 10, 1)
Told = dict[int, list[tuple[str, str, str]]]


def url(year: int = 2012, month: int = 10, code: str = "office-paris") -> str:
    return reverse("cases:calendar_month", args=[code, year, month])


def seen(office: Organisation, viewer: Person, first_day: dt.date = OCTOBER) -> Month:
    return month_of(calendar_offices(viewer).get(pk=office.pk), viewer, first_day)


def told(month: Month) -> Told:
    """By day of the month: kind, hour and words of what is on."""
    days = [day for week in month.weeks for day in week if day and day.entries]
    return {day.day.day: [(one.kind, one.time, one.what) for one in day.entries] for day in days}


def quiet(case: Case, **columns: Any) -> Case:
    """Without what the operations planned of themselves, so that only the given is on."""
    Item.objects.filter(case=case).update(due_on=None)
    Paper.objects.filter(case=case).update(due_on=None)
    Case.objects.filter(pk=case.pk).update(**({"due_on": None} | columns))
    return stories.fresh(case)


# --- What is on -------------------------------------------------------------------------------------------------------
def test_a_visit_stands_on_each_of_its_days(cast: Cast) -> None:
    quiet(stories.submitted(cast), first_day=dt.date(2012, 10, 30), last_day=dt.date(2012, 11, 2))

    october, november = seen(cast.paris, cast.staff), seen(cast.paris, cast.staff, dt.date(2012, 11, 1))

    assert told(october) == {30: [("visit", "", "実施 1日目")], 31: [("visit", "", "実施 2日目")]}
    assert told(november) == {1: [("visit", "", "実施 3日目")], 2: [("visit", "", "実施 4日目")]}


def test_what_is_confirmed_stands_in_the_time_of_the_office(cast: Cast) -> None:
    case = quiet(stories.ready(cast), first_day=None, last_day=None)
    late = dt.datetime(2012, 10, 16, 6, 30, tzinfo=clock.JAPAN)  # 23:30 of the day before in Paris
    Item.objects.filter(case=case, step="confirmed").update(
        title="面会", host="観光庁", starts_at=late, ends_at=late + dt.timedelta(minutes=20)
    )

    abroad = told(seen(cast.paris, cast.staff))
    OfficeSetting.objects.filter(office=cast.paris).delete()
    unset = told(seen(cast.paris, cast.staff))

    assert abroad == {15: [("item", "23:30–23:50", "面会 観光庁")]}
    assert unset == {16: [("item", "06:30–06:50", "面会 観光庁")]}


def test_deadlines_of_cases_papers_and_promises(cast: Cast) -> None:
    case = quiet(stories.arranging(cast), first_day=None, last_day=None, due_on=dt.date(2012, 10, 1))
    first, *_others = case.items.all()
    Item.objects.filter(pk=first.pk).update(due_on=dt.date(2012, 10, 31), is_promise=True, title="礼状")
    case.papers.update(submitted_at=None, submitted_by=None, due_on=dt.date(2012, 10, 31))

    month = told(seen(cast.paris, cast.staff))

    assert month == {
        1: [("due", "", f"期限: {case.stage.label}")],
        31: [("due", "", "宿題の期限: 礼状"), ("due", "", "期限: 依頼書")],
    }


def test_what_is_over_is_not_on(cast: Cast) -> None:
    moving.withdraw(stories.submitted(cast), by=cast.officer, note="中止")
    done = quiet(stories.submitted(cast), first_day=None, last_day=None)
    done.papers.update(due_on=dt.date(2012, 10, 5))  # handed in long ago

    assert seen(cast.paris, cast.staff).is_empty is True


def test_holidays_of_both_sides_in_words(cast: Cast, sign_in: SignIn) -> None:
    for country, day in (("JP", 8), ("FR", 8), ("GB", 9), ("JP", 31)):
        Holiday.objects.create(country_id=country, day=dt.date(2012, 10, day), name_ja="試しの日")
    Holiday.objects.filter(country="FR").delete()

    month = seen(cast.paris, cast.staff)
    page = sign_in(cast.staff).get(url()).content.decode()

    days = [day for week in month.weeks for day in week if day and day.holidays]
    assert [(day.day.day, day.holidays) for day in days] == [
        (8, ["日本の祝日(試しの日)"]),
        (31, ["日本の祝日(試しの日)"]),
    ]
    assert [words in page for words in ("日本の祝日(試しの日)", "フランスの祝日: 未設定")] == [True, True]


def test_the_assisting_office_has_it_in_its_calendar_too(cast: Cast) -> None:
    case = quiet(stories.submitted(cast), assisting=cast.london)

    assert [len(told(seen(*who))) for who in ((cast.london, cast.london_staff), (cast.paris, cast.staff))] == [4, 4]
    Case.objects.filter(pk=case.pk).update(assisting=None)
    assert seen(cast.london, cast.london_staff).is_empty is True


def test_only_what_the_reader_may_see(cast: Cast) -> None:
    """Whoever only shares out the work of an office sees no drafts of its clients; nor does headquarters."""
    quiet(stories.draft(cast))

    assert [seen(cast.paris, who).is_empty for who in (cast.staff, cast.director, cast.planner)] == [True] * 3


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_leads_to_the_case_and_the_months_beside(cast: Cast, sign_in: SignIn) -> None:
    case = quiet(stories.submitted(cast))

    page = sign_in(cast.staff).get(url()).content.decode()

    assert page.count(f'href="{reverse("cases:case", args=[case.pk])}"') == 4
    assert [f'href="{url(2012, month)}"' in page for month in (9, 11)] == [True, True]
    assert "平成24年10月</caption>" in page
    assert page.count('<th scope="col">') == 7


def test_many_on_one_day_are_folded(cast: Cast, sign_in: SignIn) -> None:
    for _number in range(7):
        quiet(stories.submitted(cast), first_day=OCTOBER, last_day=OCTOBER)

    page = sign_in(cast.staff).get(url()).content.decode()

    assert "ほか2件" in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_thirty_cases_cost_the_same_as_one(cast: Cast, sign_in: SignIn, language: str) -> None:
    Person.objects.filter(pk=cast.staff.pk).update(language=language)
    client = sign_in(cast.staff)
    quiet(stories.ready(cast))
    client.get(url())
    few = _queries_of(client)
    for number in range(29):
        case = stories.arranging(cast)
        Case.objects.filter(pk=case.pk).update(due_on=dt.date(2012, 10, 1 + number))
        case.papers.update(submitted_at=None, submitted_by=None, due_on=dt.date(2012, 10, 3))
        Item.objects.filter(case=case).update(due_on=dt.date(2012, 10, 4))

    assert _queries_of(client) == few
    assert few <= 10


def _queries_of(client: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url()).status_code == 200
    return len(captured)


# --- For whom ---------------------------------------------------------------------------------------------------------
def test_the_chooser_leads_straight_on_where_there_is_one_office(cast: Cast, sign_in: SignIn) -> None:
    today = clock.today()

    straight = sign_in(cast.staff).get(reverse("cases:calendar"))
    choosing = sign_in(cast.planner).get(reverse("cases:calendar")).content.decode()

    assert straight["Location"] == url(today.year, today.month)
    assert [url(today.year, today.month, code) in choosing for code in ("office-paris", "office-london")] == [True] * 2


def test_somebody_of_two_offices_chooses_between_them(cast: Cast, sign_in: SignIn) -> None:
    both = make_person("both", "両 方", ("office_staff", cast.paris), ("office_staff", cast.london))

    page = sign_in(both).get(reverse("cases:calendar")).content.decode()

    assert [str(office) in page for office in (cast.paris, cast.london)] == [True, True]


@pytest.mark.parametrize(
    ("who", "own", "paris"),
    [
        ("director", 302, 200),
        ("london_staff", 302, 404),
        ("planner", 200, 200),
        ("section_staff", 200, 200),
        *((who, 404, 404) for who in ("officer", "neighbour", "branch_officer", "retired", "operator")),
    ],
)
def test_offices_read_their_own_and_headquarters_all(
    cast: Cast, sign_in: SignIn, who: str, own: int, paris: int
) -> None:
    client = sign_in(getattr(cast, who))

    answers = [client.get(address).status_code for address in (reverse("cases:calendar"), url())]

    assert answers == [own, paris]


@pytest.mark.parametrize(("year", "month"), [(2012, 0), (2012, 13), (1999, 12), (2200, 1), (99999999999, 1)])
def test_there_are_no_other_months(cast: Cast, sign_in: SignIn, year: int, month: int) -> None:
    assert sign_in(cast.staff).get(url(year, month)).status_code == 404


@pytest.mark.parametrize(("year", "month"), [(2000, 1), (2199, 12)])
def test_the_first_and_the_last_month(cast: Cast, sign_in: SignIn, year: int, month: int) -> None:
    assert sign_in(cast.staff).get(url(year, month)).status_code == 200
