"""Everybody's home: what it says is so, and where it leads shows the same."""

import datetime as dt
import re

import pytest
from django.test import Client

from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.operations.approvals import decide
from kakehashi.foundation.catalogue import seed
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock
from kakehashi.portal.board import plan_board
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import formal, stories


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

    links = re.findall(
        r'href="(/cases/\?view=\w+&amp;(?:outcome=running&amp;)?fiscal_year=\d+)"', _page(client, "/home/")
    )

    assert len(links) == 2
    for link in links:
        assert _page(client, link.replace("&amp;", "&")).count('class="ui-row__title"') == 1


def test_the_columns_of_the_plan_add_up_to_all_cases(cast: Cast) -> None:
    plan = seed.load()
    for case, step in ((stories.submitted(cast), step) for step in ("arranging", "following_up", "declined")):
        type(case).objects.filter(pk=case.pk).update(fiscal_year=plan.fiscal_year, step=step)

    board = plan_board()

    assert board is not None
    found = [(line.open, line.done, line.ended, line.total) for line in board.lines if line.total]
    assert found == [(1, 1, 1, 3)]


def test_what_waits_for_approval_is_on_the_approvers_home(cast: Cast, sign_in: SignIn) -> None:
    case = formal.awaiting_letter(cast)
    letter = formal.draft_letter(case, cast.officer)
    approval = formal.asked(case, cast.officer, cast.colleague, letter=letter)
    address = f'href="/cases/{case.pk}/approvals/{approval.pk}/"'

    shown = [address in _page(sign_in(who), "/home/") for who in (cast.colleague, cast.officer, cast.neighbour)]
    decide(approval, is_approved=True, comment="", by=cast.colleague)

    assert shown == [True, False, False]
    assert address not in _page(sign_in(cast.colleague), "/home/")


def test_the_branch_sees_at_home_what_it_has_not_seen_yet(cast: Cast, sign_in: SignIn) -> None:
    case = stories.ready(cast)
    client = sign_in(cast.branch_officer)
    before = [_page(client, path).count("支部として確認済みにする") for path in ("/home/", "/cases/?view=waiting")]

    moving.note_seen(case, by=cast.branch_officer)

    after = [_page(client, path).count("支部として確認済みにする") for path in ("/home/", "/cases/?view=waiting")]
    assert (before, after) == ([1, 1], [0, 0])
