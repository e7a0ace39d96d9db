"""Everybody's home: what it says is so, and where it leads shows the same."""

import datetime as dt
import re

import pytest
from django.test import Client

from kakehashi.foundation.catalogue import seed
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import stories


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_operator_learns_that_all_is_well_and_where_to_look(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.operator)

    shown = _page(client, "/home/")

    assert "滞りなく動いています" in shown
    for path in ("/tasks/", "/notices/mails/", "/audit/", "/translation/languages/"):
        assert f'<a href="{path}">' in shown
        assert client.get(path).status_code == 200


def test_the_operator_learns_of_work_that_failed_or_never_began(cast: Cast, sign_in: SignIn) -> None:
    now = clock.now()
    for state, due in ((State.FAILED, now), (State.WAITING, now - dt.timedelta(hours=1))):
        ended = None if state == State.WAITING else now
        Job.objects.create(task="x", queue="default", state=state, run_after=due, finished_at=ended, max_attempts=1)

    shown = _page(sign_in(cast.operator), "/home/")

    assert "滞りなく動いています" not in shown
    assert 'href="/tasks/?state=failed">失敗した仕事を、' in shown
    assert 'href="/tasks/?state=waiting">始まらない仕事があります。' in shown


@pytest.mark.parametrize("who", ["officer", "branch_officer", "director", "planner"])
def test_nobody_else_is_told_how_the_installation_runs(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert "システムの様子" not in _page(sign_in(getattr(cast, who)), "/home/")


def test_the_numbers_of_the_plan_lead_to_as_many_cases(cast: Cast, sign_in: SignIn) -> None:
    plan = seed.load()
    before = stories.submitted(cast)
    type(before).objects.filter(pk=before.pk).update(fiscal_year=plan.fiscal_year - 1)
    now = stories.submitted(cast)
    type(now).objects.filter(pk=now.pk).update(fiscal_year=plan.fiscal_year)
    client = sign_in(cast.section_staff)

    links = re.findall(r'href="(/cases/\?view=\w+&amp;fiscal_year=\d+)"', _page(client, "/home/"))

    assert len(links) == 2
    for link in links:
        assert _page(client, link.replace("&amp;", "&")).count('class="ui-row__title"') == 1
