"""What is given back after the deadline comes back until the time that was said, from the branch and from the desk."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations import MOVES, save_paper
from kakehashi.engines.calls.operations.exceptions import allow_late
from kakehashi.engines.calls.operations.moving import return_to_applicant
from kakehashi.engines.calls.operations.screening import hand_in_again, send_back
from kakehashi.engines.calls.queries.home import waiting_in_calls
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.kinds import words
from kakehashi.foundation.notices.models import Notice
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

CLOSES = dt.datetime(2012, 7, 31, 17, 15, tzinfo=clock.JAPAN)
LATER = CLOSES + dt.timedelta(days=2)  # when it is given back
UNTIL = CLOSES + dt.timedelta(days=9)
MINUTE = dt.timedelta(minutes=1)


def with_branch(cast: Cast) -> Application:
    """Handed in in time; the branch has it."""
    with clock.pinned(CLOSES - MINUTE):
        draft = stories.draft(cast, stories.call(cast, through_branch=True, closes_at=CLOSES))
        return stories.fresh(MOVES["submit_to_branch"](draft, by=cast.officer))


def by_branch(cast: Cast, until: dt.datetime | None) -> Application:
    application = with_branch(cast)
    with clock.pinned(LATER):
        return_to_applicant(application, by=cast.branch_officer, note="役割を書いてください。", until=until)
    return stories.fresh(application)


def by_desk(cast: Cast, until: dt.datetime | None) -> Application:
    with clock.pinned(CLOSES - MINUTE):
        paper = stories.screening(cast, stories.call(cast, closes_at=CLOSES)).papers.get()
    with clock.pinned(LATER):
        send_back(paper, {"title": "短くしてください。"}, by=stories.section(cast)[1], until=until)
    return stories.fresh(paper.application)


def again(cast: Cast, application: Application) -> str:
    """Mended and handed in again; the step it comes to."""
    paper = application.papers.get()
    answers = paper.sheet.answers | {"title": "短い題"}
    save_paper(paper, answers, base_revision=paper.sheet.revision, by=cast.officer)
    if application.step == "returned":
        hand_in_again(paper, by=cast.officer)
    else:
        MOVES["submit_to_branch"](stories.fresh(application), by=cast.officer)
    return stories.fresh(application).step


Give = Callable[[Cast, dt.datetime | None], Application]


@pytest.mark.parametrize(("give", "step"), [(by_branch, "with_branch"), (by_desk, "screening")])
def test_it_is_taken_until_the_time_that_was_said_and_not_after(cast: Cast, give: Give, step: str) -> None:
    application = give(cast, UNTIL)
    with clock.pinned(UNTIL + MINUTE), pytest.raises(MoveRefusedError, match="出し直しの期限を過ぎました。"):
        again(cast, application)

    with clock.pinned(UNTIL):
        came_to = again(cast, stories.fresh(application))

    mended = stories.fresh(application)
    assert (came_to, mended.again_until, mended.number) == (step, None, application.number)
    assert mended.handed_in_at == CLOSES - MINUTE


def test_the_time_is_one_to_come(cast: Cast) -> None:
    application = with_branch(cast)

    with clock.pinned(LATER), pytest.raises(MoveRefusedError, match="これからの日時"):
        return_to_applicant(application, by=cast.branch_officer, note="理由", until=LATER - MINUTE)

    assert stories.fresh(application).step == "with_branch"


def test_what_was_in_time_comes_back_at_any_time_where_none_was_said(cast: Cast) -> None:
    application = by_branch(cast, None)

    with clock.pinned(CLOSES):
        (line,) = waiting_in_calls(cast.officer)
    with clock.pinned(UNTIL + dt.timedelta(days=99)):
        came_to = again(cast, application)

    assert (line.until, came_to) == (None, "with_branch")


def test_the_desk_may_leave_the_time_open(cast: Cast) -> None:
    application = by_desk(cast, None)

    with clock.pinned(UNTIL + dt.timedelta(days=99)):
        assert again(cast, application) == "screening"


@pytest.mark.parametrize("give", [by_branch, by_desk])
def test_an_exception_still_makes_it_longer(cast: Cast, give: Give) -> None:
    application = give(cast, UNTIL)
    later = UNTIL + dt.timedelta(days=1)
    allow_late(application.call, to=cast.himeji, until=later, why="停電", by=stories.section(cast)[1])

    with clock.pinned(later):
        assert again(cast, application) in {"with_branch", "screening"}


def test_what_never_came_back_is_not_accepted_in_the_end(cast: Cast) -> None:
    application = by_desk(cast, UNTIL)
    _desk, officer = stories.section(cast)
    with clock.pinned(UNTIL), pytest.raises(MoveRefusedError, match="差戻し中"):
        MOVES["not_accept"](application, by=officer, note="期限を過ぎた")

    with clock.pinned(UNTIL + MINUTE):
        MOVES["not_accept"](stories.fresh(application), by=officer, note="期限を過ぎた")

    assert stories.fresh(application).step == "not_accepted"


def test_the_pages_ask_and_tell_the_time(cast: Cast, sign_in: SignIn) -> None:
    application = with_branch(cast)
    page = reverse("calls:hand_back", args=[application.pk])
    branch, applicant = sign_in(cast.branch_officer), sign_in(cast.officer)
    sent = {"note": "役割を書いてください。", "until": ""}

    with clock.pinned(LATER):
        missing = branch.post(page, sent)
        past = branch.post(page, sent | {"until": f"{CLOSES:%Y-%m-%dT%H:%M}"})
        given = branch.post(page, sent | {"until": f"{UNTIL:%Y-%m-%dT%H:%M}"})
        shown = applicant.get(reverse("calls:application", args=[application.pk])).context["left"]
        (line,) = waiting_in_calls(cast.officer)

    assert [list(one.context["form"].errors) for one in (missing, past)] == [["until"], ["until"]]
    assert (given.status_code, shown.until, line.until) == (302, UNTIL, UNTIL)
    notice = Notice.objects.get(person=cast.officer, kind="calls.returned_by_branch_until")
    assert "平成24年8月9日(木) 17:15" in words(notice.kind, notice.params, "ja").body


def test_only_the_branch_in_charge_gives_it_back(cast: Cast, sign_in: SignIn) -> None:
    page = reverse("calls:hand_back", args=[with_branch(cast).pk])

    assert [sign_in(one).get(page).status_code for one in (cast.officer, cast.neighbour)] == [403, 404]


def test_the_desk_types_the_time_beside_the_comments(cast: Cast, sign_in: SignIn) -> None:
    with clock.pinned(CLOSES - MINUTE):
        paper = stories.screening(cast, stories.call(cast, closes_at=CLOSES)).papers.get()
    sent = {"comment-title": "短く", "until": f"{UNTIL:%Y-%m-%dT%H:%M}", "note": ""}

    with clock.pinned(LATER):
        answer = sign_in(stories.section(cast)[1]).post(reverse("calls:send_back", args=[paper.pk]), sent)
        mending = sign_in(cast.officer).get(reverse("calls:mend", args=[paper.pk]))

    assert (answer.status_code, mending.context["left"].until) == (302, UNTIL)
