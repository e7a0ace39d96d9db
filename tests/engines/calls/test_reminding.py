"""What falls due is called to mind: the right people, on the right days, once. Reviewers hear of their work."""

import datetime as dt
from typing import Any

import pytest

from kakehashi.engines.calls.choices import ChangeKind, PaperKind
from kakehashi.engines.calls.models import Application, Assignment, Call, Change, Paper
from kakehashi.engines.calls.operations import MOVES, save_paper
from kakehashi.engines.calls.operations.changes import start_change
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.reminding import remind
from kakehashi.engines.calls.operations.reviewing import assign_automatically
from kakehashi.engines.calls.operations.screening import hand_in_again, send_back
from kakehashi.engines.calls.tasks import REMINDERS, SCHEDULE
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.calls import stories

DUE = dt.date(2013, 2, 28)


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 7, 35, tzinfo=clock.JAPAN)


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days=days)


def told_on(*days: dt.date) -> list[tuple[dt.date, str, Person]]:
    """Run on each of the days: who is told what on which."""
    found = []
    for day in days:
        known = set(Notice.objects.values_list("pk", flat=True))
        with clock.pinned(morning(day)):
            remind(by=REMINDERS)
        new = Notice.objects.exclude(pk__in=known).order_by("id").select_related("person")
        found += [(day, notice.kind.removeprefix("calls."), notice.person) for notice in new]
    return found


def with_report(cast: Cast) -> Application:
    application = stories.granted(cast)
    Paper.objects.filter(application=application, kind=PaperKind.REPORT).update(due_on=DUE)
    return application


def test_a_report_is_called_to_mind_a_week_before_on_its_day_and_every_week_after(cast: Cast) -> None:
    with_report(cast)

    found = told_on(*[after(days) for days in range(-8, 15)])

    assert found == [
        (after(-7), "report_due", cast.officer),
        (after(0), "report_due", cast.officer),
        (after(7), "report_late", cast.officer),
        (after(14), "report_late", cast.officer),
    ]


def test_a_missed_day_is_made_up_for_and_nobody_hears_twice(cast: Cast) -> None:
    with_report(cast)

    found = told_on(after(-9), after(-5), after(-5), after(-4))

    assert found == [(after(-5), "report_due", cast.officer)]


def test_nobody_is_reminded_of_what_was_handed_in(cast: Cast) -> None:
    with_report(cast)
    Paper.objects.update(submitted_at=clock.now())

    assert told_on(after(-7), DUE) == []


def scored(cast: Cast) -> tuple[Call, Person]:
    """Two applications being scored, given to a reviewer who has judged one of them; the scoring ends on DUE."""
    call = stories.scored_call(cast, scoring_until=dt.datetime(2013, 2, 28, 17, tzinfo=clock.JAPAN))
    reviewer = stories.reviewers(cast, call, 1)[0]
    for _number in range(2):
        application = stories.in_scoring(cast, call)
        Assignment.objects.create(reviewer=reviewer, application=application)
    Assignment.objects.filter(pk=Assignment.objects.order_by("pk")[0].pk).update(submitted_at=clock.now())
    return call, reviewer.person


def test_reviewers_are_reminded_while_they_can_still_judge(cast: Cast) -> None:
    _call, judge = scored(cast)

    found = told_on(*[after(days) for days in range(-8, 3)])

    assert found == [(after(days), "scoring_ends", judge) for days in (-7, -1, 0)]
    assert Notice.objects.filter(person=judge).latest("id").params["count"] == 1


def test_a_missed_reminder_of_the_scoring_comes_the_day_after(cast: Cast) -> None:
    _call, judge = scored(cast)

    assert told_on(after(-9), after(-6), after(-5)) == [(after(-6), "scoring_ends", judge)]


def test_reviewers_hear_once_a_day_that_something_was_given_to_them(cast: Cast) -> None:
    call = stories.scored_call(cast, reviews_each=1)
    judge = stories.reviewers(cast, call, 1)[0].person
    officer = stories.section(cast)[1]
    early = stories.checked(stories.screening(cast, call), officer)
    assign_automatically(call, by=officer)
    before = Notice.objects.filter(person=judge).count()

    MOVES["pass_to_scoring"](stories.fresh(early), by=officer)
    stories.in_scoring(cast, call)
    assign_automatically(call, by=officer)

    kinds = list(Notice.objects.filter(person=judge).values_list("kind", flat=True))
    assert (before, kinds) == (0, ["calls.reviews_given"])


@pytest.fixture
def change(cast: Cast) -> Change:
    application = stories.granted(cast)
    made = start_change(application, ChangeKind.CHANGE, by=cast.officer)
    answers: Any = {"why": "講師が替わる"}
    keep_paper(made.paper, answers, base_revision=made.paper.sheet.revision, by=cast.officer)
    hand_in(made.paper, by=cast.officer)
    return Change.objects.get(pk=made.pk)


def test_a_change_sent_back_and_mended_is_told_to_both_sides(cast: Cast, change: Change) -> None:
    officer = stories.section(cast)[1]
    send_back(change.paper, {"why": "理由を詳しく。"}, by=officer)
    sheet = change.paper.sheet
    sheet.refresh_from_db()
    mended: Any = sheet.answers | {"why": "講師が病気のため"}
    save_paper(change.paper, mended, base_revision=sheet.revision, by=cast.officer)

    hand_in_again(Change.objects.get(pk=change.pk).paper, by=cast.officer)

    told = Notice.objects.order_by("id")
    assert told.filter(kind="calls.change_returned").get().person == cast.officer
    assert [one.person for one in told.filter(kind="calls.change_in")] == [officer, officer]


def test_it_runs_every_morning() -> None:
    assert [(entry.name, entry.at) for entry in SCHEDULE] == [
        ("calls.follow_up", dt.time(7, 10)),
        ("calls.conflicts", dt.time(5, 20)),
        ("calls.remind", dt.time(7, 35)),
    ]
