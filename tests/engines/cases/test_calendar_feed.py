"""What is on in one's own calendar: what stands in it, who may read it, how its address ends."""

import datetime as dt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kakehashi.engines.cases.choices import FeedScope
from kakehashi.engines.cases.models import CalendarKey, Case, Item, Paper
from kakehashi.engines.cases.operations.calendar_keys import give_calendar_key
from kakehashi.engines.cases.queries.calendar_feed import as_calendar, feed_path, reader_of
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories

SUBSCRIBE = reverse("cases:calendar_subscribe")
DAY = clock.today() + dt.timedelta(days=100)
LONG_AGO = DAY - dt.timedelta(days=300)
VISIT = {"first_day": DAY, "last_day": DAY + dt.timedelta(days=3)}


def told(person: Person, scope: FeedScope = FeedScope.PLACES) -> dict[str, tuple[str, object, object]]:
    """By the first part of the UID: words, start, end."""
    found = {}
    for event in Calendar.from_ical(as_calendar(person, scope)).walk("VEVENT"):
        ends = event.decoded("dtend") if "dtend" in event else None
        found[str(event["uid"]).partition("@")[0]] = (str(event["summary"]), event.decoded("dtstart"), ends)
    return found


def quiet(case: Case, **columns: object) -> Case:
    """Without what the operations planned of themselves, so that only the given is on."""
    Item.objects.filter(case=case).update(due_on=None)
    Paper.objects.filter(case=case).update(due_on=None)
    Case.objects.filter(pk=case.pk).update(**({"due_on": None, "first_day": None, "last_day": None} | columns))
    return stories.fresh(case)


# --- What is on -------------------------------------------------------------------------------------------------------
def test_a_visit_takes_its_days_and_a_deadline_its_day(cast: Cast) -> None:
    case = quiet(stories.submitted(cast), **VISIT, due_on=DAY - dt.timedelta(days=50))

    events = told(cast.staff)

    assert events == {
        f"case-{case.pk}": (f"{case} (姫路市)", DAY, DAY + dt.timedelta(days=4)),
        f"case-due-{case.pk}": (f"期限: {case.stage.label} ({case})", DAY - dt.timedelta(days=50), None),
    }


def test_what_is_confirmed_stands_at_its_hour_there(cast: Cast) -> None:
    case = quiet(stories.ready(cast))
    at = dt.datetime.combine(DAY, dt.time(17, 30), clock.JAPAN)
    case.items.exclude(pk=case.items.filter(step="confirmed")[0].pk).delete()
    case.items.update(title="面会", host="観光庁", starts_at=at, ends_at=None)

    [(words, starts, _ends)] = told(cast.staff).values()

    assert (words, starts) == ("面会 観光庁", at)
    assert isinstance(starts, dt.datetime)
    assert str(starts.tzinfo) == "Europe/Paris"


def test_what_is_over_or_long_ago_is_not_sent(cast: Cast) -> None:
    quiet(stories.submitted(cast), first_day=LONG_AGO, last_day=LONG_AGO, due_on=LONG_AGO)
    quiet(stories.submitted(cast), **VISIT, step="withdrawn")

    assert told(cast.staff) == {}


def test_mine_are_those_one_leads(cast: Cast) -> None:
    led = quiet(stories.submitted(cast), **VISIT, lead=cast.staff)
    other = quiet(stories.submitted(cast), **VISIT, lead=cast.director)

    mine, all_there = told(cast.staff, FeedScope.MINE), told(cast.staff)

    assert (set(mine), set(all_there)) == ({f"case-{led.pk}"}, {f"case-{led.pk}", f"case-{other.pk}"})


def test_a_full_calendar_costs_no_more_queries(cast: Cast) -> None:
    costs = []
    for _round in range(2):
        quiet(stories.arranging(cast), **VISIT)
        Item.objects.update(due_on=DAY)
        with CaptureQueriesContext(connection) as queries:
            as_calendar(Person.objects.get(pk=cast.staff.pk), FeedScope.PLACES)
        costs.append(len(queries))

    assert costs[0] == costs[1]


# --- Who reads it -----------------------------------------------------------------------------------------------------
def test_the_address_is_read_without_signing_in_until_it_is_made_anew_or_ended(cast: Cast, sign_in: SignIn) -> None:
    case = quiet(stories.submitted(cast), **VISIT)
    browser, program = sign_in(cast.staff), Client()
    browser.post(reverse("cases:calendar_give"))
    first = feed_path(CalendarKey.objects.get(), FeedScope.PLACES)
    answer = program.get(first)
    shown = browser.get(SUBSCRIBE).content.decode()

    browser.post(reverse("cases:calendar_give"))
    second = feed_path(CalendarKey.objects.get(), FeedScope.PLACES)
    after_renewal = (program.get(first).status_code, program.get(second).status_code)
    browser.post(reverse("cases:calendar_end"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]
    assert str(case) in answer.content.decode().replace("\r\n ", "")
    assert first in shown
    assert after_renewal == (404, 200)
    assert program.get(second).status_code == 404


def test_a_changed_address_is_nobodys(cast: Cast) -> None:
    mine = feed_path(give_calendar_key(by=cast.staff), FeedScope.MINE)

    other_scope = Client().get(mine.replace("/mine/", "/all/"))
    changed = Client().get(mine.replace(".ics", "x.ics"))

    assert (other_scope.status_code, changed.status_code, reader_of("1:2:3")) == (404, 404, None)


def test_it_ends_with_the_role(cast: Cast) -> None:
    path = feed_path(give_calendar_key(by=cast.staff), FeedScope.MINE)
    RoleHeld.objects.filter(person=cast.staff).update(ends_on=clock.today() - dt.timedelta(days=1))

    assert Client().get(path).status_code == 404


def test_another_office_is_not_in_it_and_a_city_has_none(cast: Cast, sign_in: SignIn) -> None:
    quiet(stories.submitted(cast), **VISIT)

    assert told(cast.london_staff) == {}
    assert sign_in(cast.officer).get(SUBSCRIBE).status_code == 404
