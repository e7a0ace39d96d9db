"""How the database finds the cases of a list: never by reading the whole table."""

import copy
import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries.lists import PAGE, matching
from kakehashi.engines.cases.queries.narrowing import Filter, order_of
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast, make_cast
from tests.databases import made_once
from tests.engines.cases import stories
from tests.engines.cases.lists.many import DAY

# A whole table is read where a plan says so and names no index.
WHOLE_TABLE = re.compile(r"SCAN cases_case(?! USING)|Seq Scan on cases_case\b")
ROWS = 4_000


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with made_once(django_db_blocker):
        cast = make_cast()
        _make_many(cast)
        yield cast


@pytest.fixture
def cast(_made: Cast, db: None) -> Cast:
    """With years of work."""
    return copy.deepcopy(_made)


def _make_many(cast: Cast) -> None:
    """Nearly everything has ended, and most of it is of other bodies and offices."""
    kind = stories.kind()
    strangers = [Person.objects.create(name_ja=f"ほかの人{n}") for n in range(40)]
    Case.objects.bulk_create(
        Case(
            kind=kind,
            number=f"X-{n}",
            applicant=cast.himeji if n % 50 == 0 else cast.kakogawa,
            requester=strangers[n % 40],
            office=cast.paris if n % 20 == 0 else cast.london,
            branch=cast.branch if n % 50 == 0 else cast.other_branch,
            lead=strangers[n % 40],
            step="reviewing" if n % 25 == 0 else "closed",
            step_since=DAY - dt.timedelta(hours=n),
            fiscal_year=2012,
            submitted_at=DAY,
        )
        for n in range(ROWS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("who", ["officer", "branch_officer", "staff", "section_staff"])
@pytest.mark.parametrize("view", ["waiting", "open", "mine", "ended", "all"])
def test_page_is_found_by_an_index(cast: Cast, who: str, view: str) -> None:
    narrowed = Filter(view=view)
    page = matching(getattr(cast, who), narrowed).order_by(*order_of(narrowed)).values("pk")[:PAGE]

    plan = page.explain()

    assert WHOLE_TABLE.findall(plan) == [], plan


@pytest.mark.parametrize("who", ["officer", "branch_officer", "staff", "section_staff"])
@pytest.mark.parametrize("narrowed", [Filter(view="waiting"), Filter(view="open"), Filter(view="open", due="overdue")])
def test_number_of_lines_is_found_by_an_index(cast: Cast, who: str, narrowed: Filter) -> None:
    plan = matching(getattr(cast, who), narrowed).values("pk").explain()

    assert WHOLE_TABLE.findall(plan) == [], plan
