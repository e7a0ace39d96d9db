import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kakehashi.portal.context import navigation
from tests.cast import Cast
from tests.conftest import SignIn


@pytest.mark.parametrize("who", ["officer", "branch_officer", "staff", "section_staff", "planner", "operator"])
def test_frame_of_a_page_costs_four_queries(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    client.get("/about/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/about/")

    # The session, the account with its person, the roles, the notices not read yet.
    tables = [query["sql"].split(" FROM ")[1].split('"')[1] for query in asked]
    assert tables == ["django_session", "accounts_user", "access_roleheld", "notices_notice"]


def test_frame_of_a_visitor_costs_nothing(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(None)

    with CaptureQueriesContext(connection) as asked:
        client.get("/about/")

    assert len(asked) == 0


@pytest.mark.parametrize(
    ("who", "path", "here"),
    [
        ("officer", "/services/", "/services/"),
        ("officer", "/services/fy2012/", "/plan/"),
        ("officer", "/services/fy2012/fields/1/", "/plan/"),
        ("officer", "/cases/precedents/", "/cases/precedents/"),
        ("operator", "/notices/mails/", "/tasks/"),
        ("operator", "/notices/", "/notices/"),
        ("planner", "/cases/offices/", "/cases/kinds/"),
        ("director", "/cases/offices/", "/cases/offices/"),
        ("officer", "/about/", ""),
    ],
)
def test_the_menu_says_where_the_reader_is(cast: Cast, rf: RequestFactory, who: str, path: str, here: str) -> None:
    request = rf.get(path)
    request.person = getattr(cast, who)  # type: ignore[attr-defined]  # as the middleware sets it

    current = [link.url for link in navigation(request)["navigation"] if link.is_current]

    assert current == ([here] if here else [])
