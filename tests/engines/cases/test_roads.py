"""Every road a kind of case can take, to its end; whose turn it is, what each side knows, what the clocks say."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from kakehashi.engines.cases import queries, rules
from kakehashi.engines.cases.models import Case, CaseKind, Check, CheckTemplate, StepTarget
from kakehashi.engines.cases.operations import checks, items, precedents, requests
from kakehashi.engines.cases.queries.clocks import Spent, spent
from kakehashi.foundation.flow.definition import Turn
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.forms.conditions import shown
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Holiday
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.cases import roads, stories

MONDAY = dt.datetime(2012, 7, 2, 9, tzinfo=clock.JAPAN)


def kinds_told(person: object, case: Case) -> set[str]:
    return set(Notice.objects.filter(person=person, subject_id=case.pk).values_list("kind", flat=True))


# --- Research in two stages through the branch ------------------------------------------------------------------------
def test_research_goes_through_the_branch_twice(cast: Cast) -> None:
    case = roads.researched(cast)

    assert (case.step, (case.number or "")[4:]) == ("following_up", "-HQ-0001")
    assert [paper.kind for paper in case.papers.all()] == ["request", "answer", "follow_up", "follow_up"]
    assert kinds_told(cast.branch_officer, case) == {
        "cases.submitted",
        "cases.feasible",
        "cases.letter_in",
        "cases.answered",
    }
    assert kinds_told(cast.officer, case) >= {"cases.forwarded", "cases.feasible", "cases.answered"}


def test_headquarters_hears_nothing_before_the_branch_forwards(cast: Cast) -> None:
    case = roads.with_branch(cast)

    assert kinds_told(cast.section_staff, case) == set()
    assert case.turn is Turn.BRANCH
    assert list(queries.waiting_for(cast.branch_officer)) == [case]


def test_the_branch_gives_back_what_must_be_mended(cast: Cast) -> None:
    case = roads.go(roads.with_branch(cast), "return_to_client", cast.branch_officer, note="質問が広すぎます。")
    number = case.number

    again = roads.go(roads.write(case, {"city": "パリ"}, cast.officer), "submit_to_branch", cast.officer)

    assert (again.step, again.number) == ("with_branch", number)


def test_another_branch_forwards_nothing(cast: Cast) -> None:
    case = roads.with_branch(cast)

    with pytest.raises(PermissionDenied):
        roads.go(case, "forward", cast.other_branch_officer)


def test_research_begins_only_with_the_formal_letter(cast: Cast) -> None:
    case = roads.feasible(cast)

    with pytest.raises(MoveRefusedError, match="正式依頼文"):
        roads.go(case, "send_letter_to_branch", cast.officer)


def test_an_inquiry_is_not_answered_before_its_formal_letter(cast: Cast) -> None:
    case = roads.go(roads.go(roads.with_branch(cast), "forward", cast.branch_officer), "receive", cast.section_staff)

    with pytest.raises(MoveRefusedError):
        roads.go(case, "deliver", cast.section_staff)


def test_a_body_without_a_branch_asks_directly(cast: Cast) -> None:
    case = roads.inquiry(cast)
    Case.objects.filter(pk=case.pk).update(branch=None)

    case = roads.go(case, "submit", cast.officer)

    assert case.step == "submitted"


def test_the_office_that_looks_sees_the_case_and_other_offices_do_not(cast: Cast) -> None:
    case = roads.researching(cast)

    assert queries.visible_cases(cast.staff).get() == case
    assert not queries.visible_cases(cast.london_staff).exists()
    assert rules.may_fill(cast.staff, case.papers.get(kind="answer"))


def test_use_is_asked_six_months_later(cast: Cast) -> None:
    with clock.pinned(MONDAY):
        case = roads.researched(cast)
    later = case.papers.get(kind="follow_up", round=2)

    assert later.due_on == dt.date(2013, 1, 2)
    assert later.sheet.version.question_set.code == "research-use"


def test_an_answer_is_not_handed_in_by_itself(cast: Cast) -> None:
    paper = roads.researching(cast).papers.get(kind="answer")

    assert not rules.may_hand_in(cast.staff, paper)


# --- Consultations ----------------------------------------------------------------------------------------------------
def test_a_consultation_can_be_answered_at_once(cast: Cast) -> None:
    case = roads.answered(roads.consulted(cast), cast)

    assert (case.step, case.lead) == ("following_up", cast.section_staff)


def test_a_question_while_working_comes_back_to_work(cast: Cast) -> None:
    case = roads.go(roads.go(roads.consulted(cast), "receive", cast.section_staff), "take_on", cast.section_staff)
    case = roads.go(case, "ask_detail", cast.section_staff, note="いつまでですか。")

    case = roads.go(case, "supply_working", cast.officer, note="秋までです。")

    assert case.step == "working"


def test_nobody_is_asked_how_it_was_where_nobody_is_known(cast: Cast) -> None:
    case = roads.answered(roads.asked_by_nobody(cast), cast)

    assert (case.step, case.papers.filter(kind="follow_up").count()) == ("closed", 0)


def test_confirming_the_outcome_is_kept(cast: Cast) -> None:
    case = roads.follow_up(roads.answered(roads.consulted(cast), cast), cast)

    assert case.step == "closed"
    assert case.outcome_confirmed_at is not None


def test_an_answer_becomes_a_precedent(cast: Cast) -> None:
    case = roads.researched(cast)

    precedent = precedents.draft_precedent(case, by=cast.section_staff)

    assert (precedent.title, precedent.applicant) == ("路面電車の運賃制度", cast.himeji)
    assert precedent.support == "国が上限を定め、都市圏が決める。"


# --- Records ----------------------------------------------------------------------------------------------------------
def test_a_visit_without_promises_is_finished_at_once(cast: Cast) -> None:
    case = roads.go(roads.visit(cast), "log", cast.section_staff)

    assert (case.step, (case.number or "")[4:], case.first_day) == ("closed", "-HQ-0001", dt.date(2012, 7, 5))


def test_promises_stay_open_until_they_are_kept(cast: Cast) -> None:
    case = roads.go(roads.visit(cast, promises=roads.PROMISES), "log", cast.section_staff)
    promise = case.items.get()

    with pytest.raises(MoveRefusedError, match="宿題"):
        roads.go(case, "finish", cast.section_staff)
    items.move_item(promise, "do", by=cast.section_staff)

    assert (promise.is_promise, promise.due_on) == (True, dt.date(2012, 7, 20))
    assert roads.go(case, "finish", cast.section_staff).step == "closed"


def test_the_body_that_was_visited_does_not_read_the_record(cast: Cast) -> None:
    roads.go(roads.visit(cast), "log", cast.section_staff)

    assert not queries.visible_cases(cast.officer).exists()
    assert not queries.visible_cases(cast.staff).exists()


def test_a_city_cannot_begin_a_record(cast: Cast) -> None:
    kind = roads.kind_of("ngo-visit")

    assert not queries.may_start(cast.officer, kind)
    with pytest.raises(PermissionDenied):
        requests.start_case(kind, applicant=cast.himeji, office=cast.headquarters, by=cast.officer)


# --- Media pitches ----------------------------------------------------------------------------------------------------
def test_a_pitch_is_arranged_outlet_by_outlet(cast: Cast) -> None:
    case = roads.pitched(cast)

    assert case.step == "arranging"
    assert case.items.count() == 1


# --- Clocks -----------------------------------------------------------------------------------------------------------
def test_each_side_has_a_clock_in_its_own_calendar(cast: Cast) -> None:
    Holiday.objects.create(country_id="FR", day=dt.date(2012, 7, 3), name_ja="架空の祝日")
    with clock.pinned(MONDAY):
        case = stories.submitted(cast)
    with clock.pinned(MONDAY + dt.timedelta(days=3)):  # Thursday: two working days in Paris, three in Japan
        roads.go(case, "ask_back", cast.staff, note="人数は。")
    with clock.pinned(MONDAY + dt.timedelta(days=8)):  # Tuesday of the next week
        during = spent(stories.fresh(case))
        case = roads.go(case, "supply", cast.officer, note="3人です。")

    assert during == Spent(client=3, office=2)
    assert (case.client_days, case.office_days) == (3, 2)


def test_a_step_has_a_deadline_only_where_it_is_set(cast: Cast) -> None:
    with clock.pinned(MONDAY):
        without = stories.submitted(cast)
        StepTarget.objects.create(kind=without.kind, step="submitted", working_days=5)
        with_target = stories.submitted(cast)

    assert (without.due_on, with_target.due_on) == (None, dt.date(2012, 7, 9))


# --- Checklists -------------------------------------------------------------------------------------------------------
def test_the_checklist_of_the_kind_is_laid_out_once(cast: Cast) -> None:
    CheckTemplate.objects.create(kind=stories.kind(), text_ja="訪問先に過去の訪問を確かめた")
    case = stories.arranging(cast)
    check = Check.objects.get(case=case)

    checks.tick(check, is_done=True, by=cast.staff)

    assert (check.text_ja, check.done_by) == ("訪問先に過去の訪問を確かめた", cast.staff)


def test_the_kinds_of_the_plan_are_all_open(cast: Cast) -> None:
    roads.kind_of("plaza")

    numbers = {1, 3, 7, 9, 23, 24, 37, 43, 47, 64, 81, 86, 89}
    assert queries.opened_services() == numbers
    assert not CaseKind.objects.filter(is_open=False).exists()


# --- The urgent short form --------------------------------------------------------------------------------------------
def test_an_urgent_request_is_asked_less(cast: Cast) -> None:
    case = stories.draft(cast)
    paper = case.papers.get()
    version, answers = paper.sheet.version, paper.sheet.answers

    usual = {question.code for question in shown(version.all_questions, answers)}
    urgent = {question.code for question in shown(version.all_questions, answers | {"urgent": True})}

    assert usual - urgent == {"questions", "offer", "precedents", "languages", "details", "costs"}
    assert urgent - usual == {"urgent_reason"}


def test_who_is_asked_to_confirm_reads_what_is_on_record(cast: Cast, sign_in: SignIn) -> None:
    case = roads.answered(roads.consulted(cast), cast)

    page = sign_in(cast.officer).get(f"/cases/{case.pk}/papers/follow_up/1/")

    assert roads.THE_ANSWER in page.content.decode()
