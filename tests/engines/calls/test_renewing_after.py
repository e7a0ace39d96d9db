"""A form renewed while papers after the decision are written: they keep their version and are handed in with it."""

import pytest
from django.urls import reverse

from kakehashi.engines.calls.choices import ChangeKind, Deciding, PaperKind
from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.afterwards import ask_both_sides
from kakehashi.engines.calls.operations.calls import give_own_form
from kakehashi.engines.calls.operations.changes import start_change
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.operations.screening import hand_in_again, send_back
from kakehashi.engines.calls.operations.settling import fix_amount, settlement_now
from kakehashi.foundation.forms.models import Question, QuestionSet
from kakehashi.foundation.forms.operations import add_question, new_draft_from, publish_version, remove_question
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories

SPENT = {"expenses": [{"category": "travel", "item": "旅費", "amount_yen": 1_600_000}]}


def renewed(cast: Cast, form: QuestionSet | None, gone: str) -> None:
    """One required question more, one less; published."""
    assert form is not None
    draft = new_draft_from(form.versions.get(state="published"), by=cast.planner)
    found = Question.objects.get(version=draft, code=gone)
    words = {"code": "more", "kind": "textarea", "label_ja": "新しい質問", "required": True}
    add_question(found.section, values=words, by=cast.planner)
    remove_question(found, by=cast.planner)
    publish_version(draft, by=cast.planner)


def test_a_report_keeps_its_version_to_the_settlement(cast: Cast, sign_in: SignIn) -> None:
    application = stories.granted(cast)
    report = application.paper_of(PaperKind.REPORT)
    assert report is not None
    renewed(cast, application.call.report_form, "expenses")
    client = sign_in(cast.officer)
    _desk, officer = stories.section(cast)

    pages = [
        client.get(reverse(name, args=[application.pk, report.pk])) for name in ("calls:paper", "calls:paper_check")
    ]
    keep_paper(report, stories.REPORT | SPENT, base_revision=report.sheet.revision, by=cast.officer)
    hand_in(report, by=cast.officer)
    send_back(report, {"result": "人数を書いてください。"}, by=officer)
    report = stories.fresh(application).paper_of(PaperKind.REPORT)
    assert report is not None
    stories.fill(application, PaperKind.REPORT, report.sheet.answers | {"result": "121人"}, by=cast.officer)
    hand_in_again(report, by=cast.officer)

    handed_in = stories.fresh(application)
    kept = handed_in.paper_of(PaperKind.REPORT)
    assert kept is not None
    assert ([page.status_code for page in pages], kept.sheet.version.number) == ([200, 200], 1)
    assert (settlement_now(handed_in).yen, kept.sheet.answers["result"]) == (800_000, "121人")
    assert fix_amount(handed_in, 800_000, by=officer).step == "settled"


def test_a_report_keeps_its_form_when_the_call_takes_another_one(cast: Cast) -> None:
    application = stories.granted(cast)
    Call.objects.update(guidance_ja="募集の案内", contact_ja="多文化共生課")
    call = Call.objects.get(pk=application.call_id)
    draft = give_own_form(call, "report_form", base_revision=call.revision, by=cast.planner)
    remove_question(Question.objects.get(version=draft, code="expenses"), by=cast.planner)
    publish_version(draft, by=cast.planner)

    reported = stories.fill(application, PaperKind.REPORT, stories.REPORT, by=cast.officer)

    assert MOVES["submit_report"](stories.fresh(reported), by=cast.officer).step == "report_in"


@pytest.mark.parametrize("is_returned", [False, True])
def test_a_change_keeps_its_version(cast: Cast, is_returned: bool) -> None:
    application = stories.granted(cast)
    change = start_change(application, ChangeKind.CHANGE, by=cast.officer)
    paper, (_desk, officer) = change.paper, stories.section(cast)
    if is_returned:
        keep_paper(paper, {"why": "理由"}, base_revision=paper.sheet.revision, by=cast.officer)
        hand_in(paper, by=cast.officer)
        send_back(paper, {"why": "くわしく"}, by=officer)
    renewed(cast, application.call.change_form, "why")

    paper.refresh_from_db()
    if is_returned:
        _saved_again(cast, application)
        hand_in_again(paper, by=cast.officer)
    else:
        keep_paper(paper, {"why": "講師が替わる"}, base_revision=paper.sheet.revision, by=cast.officer)
        hand_in(paper, by=cast.officer)

    change.refresh_from_db()
    assert (change.step, change.paper.sheet.version.number) == ("submitted", 1)


def _saved_again(cast: Cast, application: Application) -> None:
    paper = application.paper_of(PaperKind.CHANGE)
    assert paper is not None
    stories.fill(application, PaperKind.CHANGE, paper.sheet.answers | {"why": "講師が替わる"}, by=cast.officer)


def test_what_is_asked_afterwards_keeps_its_version(cast: Cast) -> None:
    form = stories.form("test-appraisal", [("word", "textarea", True), ("other", "text", False)])
    call = stories.call(cast, deciding=Deciding.BOARD)
    Call.objects.filter(pk=call.pk).update(host_appraisal_form=form)
    application = stories.reported(cast, Call.objects.get(pk=call.pk))
    ask_both_sides(application, by=cast.officer)
    paper = application.paper_of(PaperKind.APPRAISAL_BY_HOST)
    assert paper is not None
    renewed(cast, form, "other")

    keep_paper(paper, {"word": "よかった。"}, base_revision=paper.sheet.revision, by=cast.officer)
    hand_in(paper, by=cast.officer)

    paper.refresh_from_db()
    assert (paper.submitted_at is not None, paper.sheet.version.number) == (True, 1)


def test_a_change_begun_after_a_renewal_has_the_new_version(cast: Cast) -> None:
    application = stories.granted(cast)
    renewed(cast, application.call.change_form, "new_yen")

    change = start_change(application, ChangeKind.CHANGE, by=cast.officer)

    assert change.paper.sheet.version.number == 2
