"""Four eyes before decision letters go out, where the call says so."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding, LetterKind
from kakehashi.engines.calls.models import Call, Letter, LetterApproval
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.letters import (
    NotApprovedError,
    NotDueError,
    change_words,
    issue_letter,
    start_batch,
)
from kakehashi.engines.calls.operations.letters_approving import (
    ApprovalOverError,
    answer_letter_approval,
    ask_letter_approval,
    take_back_letter_approval,
)
from kakehashi.engines.calls.queries.home import waiting_in_calls
from kakehashi.engines.calls.queries.letters_approving import approvals_to_answer
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks.running import run_due
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.calls import stories

DAY = dt.date(2012, 7, 9)
GRANT = LetterKind.GRANT


def careful(cast: Cast) -> Call:
    return stories.call(cast, deciding=Deciding.BOARD, letters_need_approval=True)


def desk(cast: Cast) -> tuple[Person, Person]:
    """Who decides, and a colleague."""
    section, officer = stories.section(cast)
    return officer, make_person("second", "公募 二子", ("section_staff", section))


def test_without_approval_no_letter_of_a_decision_goes_out(cast: Cast) -> None:
    call = careful(cast)
    officer, _second = desk(cast)
    adopted = stories.adopted(cast, call)

    with pytest.raises(NotApprovedError):
        issue_letter(adopted, GRANT, dated_on=DAY, language="ja", by=officer)
    with pytest.raises(NotDueError):
        start_batch(call, GRANT, dated_on=DAY, by=officer)

    assert Letter.objects.count() == 0


def test_what_waits_for_a_colleague_is_asked_of_the_database_at_once(cast: Cast) -> None:
    officer, second = desk(cast)
    asked = []
    for number in range(3):
        call = stories.call(cast, f"careful{number}", deciding=Deciding.BOARD, letters_need_approval=True)
        stories.adopted(cast, call)
        ask_letter_approval(call, GRANT, by=officer)
        colleague = Person.objects.get(pk=second.pk)
        with CaptureQueriesContext(connection) as queries:
            waiting = approvals_to_answer(colleague)
        asked.append((len(waiting), len(queries)))

    assert asked == [(1, 3), (2, 3), (3, 3)]
    assert approvals_to_answer(officer) == []


def test_where_the_call_does_not_say_so_nobody_is_asked(cast: Cast) -> None:
    call = stories.call(cast, deciding=Deciding.BOARD)
    officer, _second = desk(cast)
    stories.adopted(cast, call)

    with pytest.raises(ApprovalOverError):
        ask_letter_approval(call, GRANT, by=officer)
    start_batch(call, GRANT, dated_on=DAY, by=officer)
    run_due()

    assert Letter.objects.count() == 1


def test_a_second_person_approves_and_the_batch_goes_out(cast: Cast, sign_in: SignIn) -> None:
    call = careful(cast)
    officer, second = desk(cast)
    adopted = [stories.adopted(cast, call) for _number in range(2)]
    letters = reverse("calls:letters", args=[call.pk])

    asked = sign_in(officer).post(reverse("calls:letters_ask", args=[call.pk, "grant"]))
    own = sign_in(officer).get(letters).content.decode()
    waiting = [line.url for line in waiting_in_calls(second)], [line.url for line in waiting_in_calls(officer)]
    page = sign_in(second).get(letters).content.decode()
    approval = LetterApproval.objects.get()
    said = {"approval": approval.pk, "decision": "approve"}
    sign_in(second).post(reverse("calls:letters_answer", args=[call.pk, "grant"]), said)
    ready = sign_in(officer).get(letters).content.decode()
    sign_in(officer).post(reverse("calls:letters_start", args=[call.pk]), {"kind": "grant", "dated_on": "2012-07-09"})
    run_due()

    assert asked["Location"] == letters
    assert ("承認する<" in own, "公募 二子" in own, "交付決定通知書を2通発行する" in own) == (False, True, False)
    assert "承認する<" in page
    assert (letters in waiting[0], letters in waiting[1]) == (True, False)
    assert "交付決定通知書を2通発行する" in ready
    assert [stories.fresh(one).step for one in adopted] == ["granted", "granted"]
    assert set(Notice.objects.filter(kind="calls.letters_to_approve").values_list("person", flat=True)) == {second.pk}
    assert Notice.objects.get(kind="calls.letters_approved").person == officer


def test_neither_who_decided_nor_who_asks_approves(cast: Cast) -> None:
    call = careful(cast)
    officer, second = desk(cast)
    stories.adopted(cast, call)
    approval = ask_letter_approval(call, GRANT, by=second)

    for person in (officer, second):
        with pytest.raises(NotPermittedError):
            answer_letter_approval(approval, is_approved=True, comment="", by=person)

    assert LetterApproval.objects.get().is_waiting


def test_a_refusal_holds_the_letters_and_says_why(cast: Cast, sign_in: SignIn) -> None:
    call = careful(cast)
    officer, second = desk(cast)
    stories.adopted(cast, call)
    approval = ask_letter_approval(call, GRANT, by=officer)
    address = reverse("calls:letters_answer", args=[call.pk, "grant"])

    sign_in(second).post(address, {"approval": approval.pk, "decision": "refuse"})
    mute = LetterApproval.objects.get().state
    sign_in(second).post(address, {"approval": approval.pk, "decision": "refuse", "comment": "額を確かめてください"})

    page = sign_in(officer).get(reverse("calls:letters", args=[call.pk])).content.decode()
    assert (mute, LetterApproval.objects.get().state) == ("waiting", "refused")
    assert ("額を確かめてください" in page, "の承認を求める" in page) == (True, True)
    with pytest.raises(NotDueError):
        start_batch(call, GRANT, dated_on=DAY, by=officer)


def test_another_decision_needs_another_approval(cast: Cast) -> None:
    call = careful(cast)
    officer, second = desk(cast)
    adopted = stories.adopted(cast, call)
    answer_letter_approval(ask_letter_approval(call, GRANT, by=officer), is_approved=True, comment="", by=second)
    MOVES["take_back_decision"](stories.fresh(adopted), by=officer, note="誤り")
    MOVES["adopt"](stories.fresh(adopted), by=officer)

    with pytest.raises(NotApprovedError):
        issue_letter(stories.fresh(adopted), GRANT, dated_on=DAY, language="ja", by=officer)


def test_other_words_need_another_approval(cast: Cast) -> None:
    call = careful(cast)
    officer, second = desk(cast)
    adopted = stories.adopted(cast, call)
    answer_letter_approval(ask_letter_approval(call, GRANT, by=officer), is_approved=True, comment="", by=second)
    change_words(call, GRANT, "ja", subject="別の件名", body="別の文", for_scheme=False, base_revision=0, by=officer)

    with pytest.raises(NotApprovedError):
        issue_letter(stories.fresh(adopted), GRANT, dated_on=DAY, language="ja", by=officer)


def test_what_was_taken_back_is_not_answered_any_more(cast: Cast, sign_in: SignIn) -> None:
    call = careful(cast)
    officer, second = desk(cast)
    stories.adopted(cast, call)
    approval = ask_letter_approval(call, GRANT, by=officer)
    with pytest.raises(ApprovalOverError):
        ask_letter_approval(call, GRANT, by=second)
    values = {"approval": approval.pk}

    sign_in(officer).post(reverse("calls:letters_take_back", args=[call.pk, "grant"]), values)
    late = sign_in(second).post(
        reverse("calls:letters_answer", args=[call.pk, "grant"]), values | {"decision": "approve"}, follow=True
    )
    again = sign_in(officer).post(reverse("calls:letters_take_back", args=[call.pk, "grant"]), values, follow=True)

    assert LetterApproval.objects.get().state == "taken_back"
    told = [[str(one) for one in answer.context["messages"]] for answer in (late, again)]
    assert told == [["この承認の依頼は、もう終わっています。"]] * 2
    with pytest.raises(ApprovalOverError):
        take_back_letter_approval(approval, by=officer)
