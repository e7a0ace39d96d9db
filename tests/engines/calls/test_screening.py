"""The formal check, and correction on named fields."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from kakehashi.engines.calls.choices import Deciding, PaperKind
from kakehashi.engines.calls.models import Application, Change, Mark, Message, Paper
from kakehashi.engines.calls.operations import MOVES, save_paper
from kakehashi.engines.calls.operations.applying import open_paper
from kakehashi.engines.calls.operations.screening import Judged, hand_in_again, keep_answer, mark_lines, send_back
from kakehashi.engines.calls.queries.papers import differences
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.flow.moves import MoveRefusedError
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def paper_of(application: Application, kind: PaperKind = PaperKind.APPLICATION) -> Paper:
    return Paper.objects.select_related("application__call__scheme", "sheet").get(application=application, kind=kind)


def returned(cast: Cast) -> Paper:
    return paper_of(stories.returned(cast, stories.call(cast, deciding=Deciding.BOARD)))


def mend(paper: Paper, **answers: Any) -> None:
    save_paper(paper, paper.sheet.answers | answers, base_revision=paper.sheet.revision, by=paper.application.submitter)  # type: ignore[arg-type]  # it has one


def test_the_formal_check_opens_the_way_when_every_line_is_met(cast: Cast) -> None:
    application = stories.screening(cast, stories.call(cast, deciding=Deciding.BOARD))
    _desk, officer = stories.section(cast)
    line = application.call.check_lines.get()

    mark_lines(application, {line.pk: Judged(False, "印がない")}, by=officer)
    with pytest.raises(MoveRefusedError):
        MOVES["pass_to_board"](stories.fresh(application), by=officer)
    mark_lines(application, {line.pk: Judged(True)}, by=officer)
    MOVES["pass_to_board"](stories.fresh(application), by=officer)

    assert stories.fresh(application).step == "board"
    assert Mark.objects.get().by == officer


@pytest.mark.parametrize("who", ["officer", "neighbour", "planner", "branch_officer"])
def test_only_the_section_marks_and_sends_back(cast: Cast, who: str) -> None:
    application = stories.screening(cast)
    line = application.call.check_lines.get()

    with pytest.raises(NotPermittedError):
        mark_lines(application, {line.pk: Judged(True)}, by=getattr(cast, who))
    with pytest.raises(NotPermittedError):
        send_back(paper_of(application), {"title": "直す"}, by=getattr(cast, who))

    assert Mark.objects.count() == 0


def test_only_what_was_sent_back_can_be_changed(cast: Cast) -> None:
    paper = returned(cast)

    with pytest.raises(NotPermittedError):
        mend(paper, summary="ほかの項目")
    mend(paper, title="防災訓練")

    assert paper_of(paper.application).sheet.answers == stories.ANSWERS | {"title": "防災訓練"}
    assert stories.fresh(paper.application).title == "防災訓練"


def test_after_the_decision_the_application_stays_as_it_was(cast: Cast) -> None:
    application = stories.adopted(cast, stories.call(cast, deciding=Deciding.BOARD))
    Application.objects.filter(pk=application.pk).update(step="granted")

    with pytest.raises(NotPermittedError):
        mend(paper_of(application), requested_yen=3_000_000)


def test_handing_in_again_closes_the_returns_and_keeps_the_difference(cast: Cast) -> None:
    paper = returned(cast)
    with pytest.raises(MoveRefusedError):
        hand_in_again(paper, by=cast.officer)

    mend(paper_of(paper.application), title="防災訓練")
    hand_in_again(paper_of(paper.application), by=cast.officer)

    paper = paper_of(paper.application)
    assert paper.application.step == "screening"
    assert paper.sheet.returns.filter(resolved_at=None).count() == 0
    assert [(one.label, one.before.parts, one.after.parts) for one in differences(paper)] == [
        ("title", ["多言語の防災訓練"], ["防災訓練"])
    ]


def test_an_answer_may_be_kept_with_a_reason(cast: Cast) -> None:
    paper = returned(cast)

    keep_answer(paper.sheet.returns.get(), paper, why="正式な名称です。", by=cast.officer)
    hand_in_again(paper_of(paper.application), by=cast.officer)

    assert stories.fresh(paper.application).step == "screening"
    assert Message.objects.get().body == "「title」は直しませんでした。\n正式な名称です。"


def test_nothing_is_sent_back_when_one_comment_does_not_fit(cast: Cast) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)

    with pytest.raises(ValidationError):
        send_back(paper_of(application), {"title": "直す", "nothing": "直す"}, by=officer)

    assert stories.fresh(application).step == "screening"
    assert paper_of(application).sheet.returns.count() == 0


def test_the_same_for_a_report(cast: Cast) -> None:
    application = stories.adopted(cast, stories.call(cast, deciding=Deciding.BOARD))
    _desk, officer = stories.section(cast)
    open_paper(application, PaperKind.REPORT, application.call.report_form, by=officer)
    Application.objects.filter(pk=application.pk).update(step="granted")
    stories.fill(stories.fresh(application), PaperKind.REPORT, stories.REPORT, by=cast.officer)
    MOVES["submit_report"](stories.fresh(application), by=cast.officer)

    send_back(paper_of(application, PaperKind.REPORT), {"result": "人数の内訳を。"}, by=officer)
    mend(paper_of(application, PaperKind.REPORT), result="120人(外国人60人)が参加した。")
    hand_in_again(paper_of(application, PaperKind.REPORT), by=cast.officer)

    assert stories.fresh(application).step == "report_in"
    assert [one.label for one in differences(paper_of(application, PaperKind.REPORT))] == ["result"]


def test_the_same_for_a_change(cast: Cast) -> None:
    application = stories.adopted(cast, stories.call(cast, deciding=Deciding.BOARD))
    _desk, officer = stories.section(cast)
    paper = open_paper(
        application, PaperKind.CHANGE, application.call.change_form, by=cast.officer, answers={"why": "雨"}
    )
    Application.objects.filter(pk=application.pk).update(step="granted")
    change = Change.objects.create(application=application, paper=paper, step="submitted")

    send_back(paper_of(application, PaperKind.CHANGE), {"why": "くわしく。"}, by=officer)
    with pytest.raises(NotPermittedError):
        mend(paper_of(application, PaperKind.CHANGE), new_yen=1)
    mend(paper_of(application, PaperKind.CHANGE), why="会場が使えなくなった。")
    hand_in_again(paper_of(application, PaperKind.CHANGE), by=cast.officer)

    assert Change.objects.get(pk=change.pk).step == "submitted"


def test_the_pages_from_sending_back_to_the_difference(cast: Cast, sign_in: SignIn) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)
    paper = paper_of(application)
    desk, applicant = sign_in(officer), sign_in(cast.officer)

    empty = desk.post(f"/calls/papers/{paper.pk}/send-back/", {})
    sent = desk.post(f"/calls/papers/{paper.pk}/send-back/", {"comment-title": "短く。"})
    form = applicant.get(f"/calls/papers/{paper.pk}/mend/").content.decode()
    revision = paper_of(application).sheet.revision
    saved = applicant.post(
        f"/calls/papers/{paper.pk}/mend/",
        {"_revision": revision, "title": "訓練", "summary": "こっそり", "hand_in": "1"},
    )
    page = desk.get(f"/calls/applications/{application.pk}/").content.decode()

    assert (empty.status_code, sent.status_code, saved.status_code) == (422, 302, 302)
    assert 'name="title"' in form
    assert 'name="summary"' not in form
    assert paper_of(application).sheet.answers == stories.ANSWERS | {"title": "訓練"}
    assert "提出したときとの違い" in page


def test_marks_are_sent_from_the_page(cast: Cast, sign_in: SignIn) -> None:
    application = stories.screening(cast)
    _desk, officer = stories.section(cast)
    line = application.call.check_lines.get()

    sign_in(officer).post(f"/calls/applications/{application.pk}/marks/", {f"line-{line.pk}": "yes"})

    assert Mark.objects.get().is_met is True


@pytest.mark.parametrize("address", ["send-back", "mend"])
def test_papers_are_nowhere_for_the_neighbour(cast: Cast, sign_in: SignIn, address: str) -> None:
    paper = returned(cast)

    found = sign_in(cast.neighbour).get(f"/calls/papers/{paper.pk}/{address}/")

    assert found.status_code == 404
