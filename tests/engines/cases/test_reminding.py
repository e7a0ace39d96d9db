"""What falls due is called to mind: the right people, on the right days, once."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.engines.cases.models import Case, Item, Paper
from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.operations.reminding import remind
from kakehashi.engines.cases.queries import reminders
from kakehashi.engines.cases.tasks import REMINDERS, SCHEDULE
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.cases import roads, stories

DUE = dt.date(2013, 3, 31)


@pytest.fixture(autouse=True)
def _silence(cast: Cast) -> Any:
    """It is the last day of the year; what the stories tell people is not what is asked about here."""
    with clock.pinned(morning(DUE)):
        yield


def morning(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 7, 30, tzinfo=clock.JAPAN)


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
        found += [(day, notice.kind.removeprefix("cases."), notice.person) for notice in new]
    return found


def due(case: Case, day: dt.date = DUE) -> Case:
    Case.objects.filter(pk=case.pk).update(due_on=day)
    return case


def test_a_step_is_called_to_mind_a_week_before_on_its_day_and_every_week_after(cast: Cast) -> None:
    due(stories.arranging(cast))

    told = told_on(*(after(days) for days in (-8, -7, -6, -1, 0, 1, 6, 7, 8, 14, 364)))

    assert told == [
        (after(-7), "due_soon", cast.staff),
        (DUE, "due_soon", cast.staff),
        (after(7), "overdue", cast.staff),
        (after(14), "overdue", cast.staff),
        (after(364), "overdue", cast.staff),
    ]


def test_twice_a_day_is_once(cast: Cast) -> None:
    due(stories.arranging(cast))

    told = told_on(DUE, DUE)

    assert told == [(DUE, "due_soon", cast.staff)]
    assert Mail.objects.filter(kind="cases.due_soon").count() == 1


# --- Days on which nothing ran ----------------------------------------------------------------------------------------
def test_what_was_missed_is_made_up_for_once(cast: Cast) -> None:
    due(stories.arranging(cast))
    Paper.objects.filter(case=stories.visited(cast), kind="result").update(due_on=DUE)

    told = told_on(after(-1), after(2), after(2), after(3), after(7))

    assert told == [
        (after(2), "overdue", cast.staff),
        (after(2), "paper_due", cast.officer),
        (after(7), "overdue", cast.staff),
        (after(7), "paper_due", cast.officer),
    ]
    assert Mail.objects.filter(kind="cases.overdue").count() == 2


def test_a_run_that_broke_off_is_gone_on_with(cast: Cast) -> None:
    due(stories.arranging(cast))
    told = told_on(after(-1), DUE)
    AuditRow.objects.filter(action="cases.reminded", at__gte=morning(DUE)).delete()  # it never came to its end

    assert (told, told_on(after(2))) == ([(DUE, "due_soon", cast.staff)], [])


def test_nothing_older_than_a_week_is_made_up_for(cast: Cast) -> None:
    case = roads.follow_up(stories.following_up(cast), cast)
    day = dt.date(2013, 9, 30)
    assert Paper.objects.get(case=case, round=2).due_on == day

    told = told_on(*(day + dt.timedelta(days=days) for days in (-1, 8, 20)))

    assert told == [(day + dt.timedelta(days=20), "paper_due", cast.officer)]


def test_the_first_run_of_all_looks_at_its_own_day_only(cast: Cast) -> None:
    due(stories.arranging(cast))

    assert told_on(after(1)) == []


@pytest.mark.parametrize(("day", "count"), [(-1, 2), (0, 2), (1, 0)])
def test_a_visit_is_announced_late_but_not_after_it_began(cast: Cast, day: int, count: int) -> None:
    Case.objects.filter(pk=stories.ready(cast).pk).update(first_day=DUE)

    assert len(told_on(after(-4), after(day), after(day))) == count


def test_on_a_leap_day_the_last_of_february_is_a_day_of_its_own(cast: Cast) -> None:
    due(stories.arranging(cast), dt.date(2016, 2, 29))

    told = told_on(dt.date(2016, 2, 22), dt.date(2016, 2, 28), dt.date(2016, 2, 29), dt.date(2016, 3, 7))

    assert [day for day, _kind, _person in told] == [
        dt.date(2016, 2, 22),
        dt.date(2016, 2, 29),
        dt.date(2016, 3, 7),
    ]


def test_it_goes_to_whose_turn_it_is(cast: Cast) -> None:
    due(moving.ask_detail(stories.arranging(cast), by=cast.staff, note="人数は。"))
    due(roads.with_branch(cast))
    due(stories.submitted(cast))
    due(stories.ready(cast))

    told = told_on(DUE)

    assert {person for _day, _kind, person in told} == {
        cast.officer,  # was asked
        cast.branch_officer,  # has to forward
        cast.director,  # nobody leads what waits to be received
        cast.staff,
    }
    assert len(told) == 4


def test_nothing_is_called_to_mind_of_what_has_ended_or_is_a_draft(cast: Cast) -> None:
    due(stories.draft(cast))
    due(moving.decline(stories.submitted(cast), by=cast.staff, note="対象外。"))

    assert told_on(DUE) == []


def test_on_the_first_of_april_the_colleagues_are_told_when_whoever_asked_is_gone(cast: Cast) -> None:
    due(moving.ask_detail(stories.arranging(cast), by=cast.staff, note="人数は。"), after(1))
    RoleHeld.objects.filter(person=cast.officer).update(ends_on=DUE)

    told = told_on(DUE, after(1))

    assert told == [(after(1), "due_soon", cast.colleague)]


def test_papers_go_to_who_has_to_hand_them_in(cast: Cast) -> None:
    case = stories.visited(cast)
    Paper.objects.filter(case=case, kind__in=["result", "report"]).update(due_on=DUE)

    told = told_on(after(-7), after(-3), DUE, after(7))

    assert told == [
        (day, "paper_due", person) for day in (after(-7), DUE, after(7)) for person in (cast.officer, cast.staff)
    ]
    stories.hand_in(case, "result", stories.RESULT, cast.officer)
    assert told_on(after(14)) == [(after(14), "paper_due", cast.staff)]


def test_the_second_follow_up_is_announced_on_its_day_and_two_weeks_later(cast: Cast) -> None:
    case = roads.follow_up(stories.following_up(cast), cast)
    later = Paper.objects.get(case=case, round=2)
    assert (case.step, later.due_on) == ("closed", dt.date(2013, 9, 30))  # six months after 31 March
    day = dt.date(2013, 9, 30)

    told = told_on(*(day + dt.timedelta(days=days) for days in (-7, -1, 0, 7, 14, 21)))

    assert told == [
        (day, "paper_due", cast.officer),
        (day + dt.timedelta(days=14), "paper_due", cast.officer),
    ]
    assert Notice.objects.filter(kind="cases.paper_due")[0].url == f"/cases/{case.pk}/papers/follow_up/2/"


def test_promises_are_the_leads(cast: Cast) -> None:
    case = roads.go(roads.visit(cast, promises=roads.PROMISES), "log", cast.section_staff)
    Item.objects.filter(case=case).update(due_on=DUE)

    assert told_on(after(-7), after(-1)) == [(after(-7), "promise_due", cast.section_staff)]
    Item.objects.filter(case=case).update(step="done")
    assert told_on(DUE) == []


def test_three_days_before_a_visit_both_sides_are_told(cast: Cast) -> None:
    Case.objects.filter(pk=stories.ready(cast).pk).update(first_day=DUE)
    Case.objects.filter(pk=roads.inquiry(cast).pk).update(first_day=DUE)  # research has no visit

    told = told_on(after(-4), after(-3), after(-2))

    assert told == [(after(-3), "visit_soon", cast.officer), (after(-3), "visit_soon", cast.staff)]


def test_cases_without_an_officer_are_called_to_mind_once_a_week(cast: Cast) -> None:
    stories.arranging(cast)
    stories.arranging(cast)
    RoleHeld.objects.filter(person=cast.staff).update(ends_on=DUE)  # a Sunday

    told = told_on(*(after(days) for days in range(9)))

    assert told == [(after(1), "leaderless", cast.director), (after(8), "leaderless", cast.director)]
    assert Notice.objects.filter(kind="cases.leaderless")[0].params["count"] == 2


def test_where_nobody_gives_out_the_work_headquarters_is_told(cast: Cast) -> None:
    stories.arranging(cast)
    RoleHeld.objects.filter(person__in=[cast.staff, cast.director]).update(ends_on=DUE)

    told = told_on(after(1))

    assert {person for _day, _kind, person in told} == {cast.planner, cast.section_staff}


def test_somebody_without_an_account_is_told_by_mail(cast: Cast) -> None:
    case = roads.asked_by_nobody(cast, email="visitor@example.invalid")
    case = roads.go(case, "receive", cast.section_staff)
    due(roads.go(case, "ask_back", cast.section_staff, note="どの国ですか。"))
    Mail.objects.all().delete()

    told = told_on(DUE, DUE)

    assert told == []
    assert list(Mail.objects.values_list("address", "kind")) == [("visitor@example.invalid", "cases.due_soon")]


def test_everyone_reads_it_in_their_own_language(cast: Cast) -> None:
    Person.objects.filter(pk=cast.staff.pk).update(language="en")
    due(stories.arranging(cast))

    told_on(DUE)

    notice = Notice.objects.get(person=cast.staff, kind="cases.due_soon")
    mail = Mail.objects.get(person=cast.staff, kind="cases.due_soon")
    assert (notice.params["due"], mail.subject) == ({"day": "2013-03-31"}, "Due soon: 市長のパリ訪問")


def test_however_much_falls_due_it_is_found_with_as_many_queries(cast: Cast) -> None:
    counts = []
    for _round in range(3):
        due(stories.arranging(cast))
        Paper.objects.filter(case=stories.visited(cast), kind="result").update(due_on=DUE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            cases, papers = reminders.cases_due([DUE]), reminders.papers_due([DUE])
            audience = reminders.Audience.of([*cases, *(paper.case for paper in papers)])
            assert [audience.turn(case) for case in cases]
            assert [audience.client(paper.case) for paper in papers]
        counts.append(len(queries))

    assert counts == [4, 4, 4]


def test_what_was_done_is_on_record_and_the_schedule_knows_the_hour(cast: Cast) -> None:
    due(stories.arranging(cast))

    with clock.pinned(morning(DUE)):
        assert remind(by=REMINDERS) == 1

    row = AuditRow.objects.get(action="cases.remind")
    assert (row.actor_name, row.after) == ("reminders", {"what": "steps", "day": "2013-03-31", "count": 1})
    assert [entry.at for entry in SCHEDULE if entry.name == "cases.remind"] == [dt.time(7, 30)]
