"""A session that ran out while something was filled in: what was typed is offered again after the sign-in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kakehashi.engines.calls.choices import Outcome
from kakehashi.engines.calls.models import Assignment
from kakehashi.engines.calls.operations.deciding import begin_scenario
from kakehashi.foundation.accounts import resume
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.engines.calls import stories

Case = tuple[str, dict[str, str], Person]


def scenario(cast: Cast) -> Case:
    call, made, officer = stories.ranked_board(cast, [5])
    pk = begin_scenario(call, "案1", by=officer).pk
    typed = {f"outcome-{made[0].pk}": Outcome.ADOPT.value, f"yen-{made[0].pk}": "700000"}
    return reverse("calls:scenario", args=[pk]), typed | {"note": "急ぎ", "_revision": "1"}, officer


def review(cast: Cast) -> Case:
    call = stories.scored_call(cast)
    (reviewer,) = stories.reviewers(cast, call, 1)
    given = Assignment.objects.create(reviewer=reviewer, application=stories.in_scoring(cast, call))
    return reverse("calls:review", args=[given.pk]), {"comment": "先例がない。", "_revision": "1"}, reviewer.person


def application(cast: Cast) -> Case:
    address = reverse("calls:fill", args=[stories.draft(cast).pk])
    return address, {"title": "書きかけの題", "_revision": "2"}, cast.officer


@pytest.mark.parametrize("of", [scenario, review, application])
def test_what_was_typed_is_offered_again(cast: Cast, of: Callable[[Cast], Case]) -> None:
    address, typed, person = of(cast)
    client = Client()

    turned_away = client.post(address, typed)
    assert person.user is not None
    client.force_login(person.user)
    page = client.get(reverse("accounts:continue")).content.decode()

    assert turned_away.status_code == 303
    assert f'action="{address}"' in page
    assert [value for value in typed.values() if f'value="{value}"' not in page] == []
    assert client.session[resume.SESSION_KEY]["path"] == address
