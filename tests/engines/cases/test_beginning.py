"""Which kinds of cases a person begins, and that asking costs the same for any number of kinds."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.cases import queries
from kakehashi.engines.cases.choices import Starts
from kakehashi.engines.cases.models import CaseKind
from kakehashi.foundation.access.standing import forget_standing
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories

PEOPLE = ["officer", "branch_officer", "director", "staff", "london_staff", "section_staff", "planner", "retired"]


def works_at_a_desk_of(kind: CaseKind, person: Person) -> bool:
    return queries.working_desks(queries.desks_of(kind), person).exists()


@pytest.mark.parametrize("who", PEOPLE)
def test_a_kind_is_begun_where_one_of_its_desks_is_handled(cast: Cast, who: str) -> None:
    stories.kind()
    person, asks = getattr(cast, who), who == "officer"
    taken = [kind for kind in queries.open_kinds() if works_at_a_desk_of(kind, person)]
    own = [kind for kind in queries.open_kinds() if (kind in taken if kind.starts == Starts.STAFF else asks)]

    assert queries.enterable_kinds(person) == [kind for kind in taken if kind.starts != Starts.STAFF]
    assert queries.startable_kinds(person) == own
    assert queries.fillable_kinds(person) == [kind for kind in queries.open_kinds() if kind in taken or kind in own]
    assert [kind for kind in queries.open_kinds() if queries.may_enter(person, kind)] == taken


def test_the_staff_of_a_place_that_is_no_more_begin_nothing(cast: Cast) -> None:
    stories.kind()
    before = queries.fillable_kinds(cast.staff)
    Organisation.objects.filter(pk=cast.paris.pk).update(ends_on=clock.today() - dt.timedelta(days=1))
    forget_standing(cast.staff)

    assert (len(before) > 0, queries.fillable_kinds(cast.staff)) == (True, [])


@pytest.mark.parametrize(
    ("name", "who", "most"), [("choose", "staff", 10), ("choose", "officer", 8), ("import", "staff", 7)]
)
def test_the_pages_cost_the_same_with_more_kinds(cast: Cast, sign_in: SignIn, name: str, who: str, most: int) -> None:
    stories.kind()
    client = sign_in(getattr(cast, who))
    cost(client, name)  # the first page of a session costs more
    few = cost(client, name)
    for kind in CaseKind.objects.all():
        desks = list(kind.desks.all())
        kind.pk, kind.code = None, f"{kind.code}-again"
        kind.save()
        kind.desks.set(desks)

    many = cost(client, name)

    assert (few, many) == (most, most)


def cost(client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse(f"cases:{name}"))
    assert answer.status_code == 200
    return len(asked)
