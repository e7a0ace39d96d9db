import datetime as dt

from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn

PAGE = "/about/"
MORNING = dt.datetime(2012, 7, 9, 9, 0, tzinfo=clock.JAPAN)


def writes(client: Client, **headers: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE, headers=headers)
    return [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]


def test_first_page_puts_the_sign_in_on_the_list(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)

    client.get(PAGE, headers={"User-Agent": "Firefox"})

    assert [(one.user, one.ip, one.user_agent) for one in UserSession.objects.all()] == [
        (cast.officer.user, "127.0.0.1", "Firefox")
    ]


def test_pages_that_follow_write_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    client.get(PAGE)

    assert writes(client) == []


def test_use_is_noted_again_after_five_minutes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    with clock.pinned(MORNING):
        client.get(PAGE)
    before = UserSession.objects.get().last_seen_at

    with clock.pinned(MORNING + dt.timedelta(minutes=6)):
        written = writes(client)

    assert len(written) == 1
    assert UserSession.objects.get().last_seen_at > before


def test_another_browser_is_noted_at_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.officer)
    client.get(PAGE, headers={"User-Agent": "Firefox"})

    client.get(PAGE, headers={"User-Agent": "Chrome"})

    assert [one.user_agent for one in UserSession.objects.all()] == ["Chrome"]


def test_visitor_is_not_listed(client: Client, db: None) -> None:
    client.get("/")

    assert UserSession.objects.count() == 0
