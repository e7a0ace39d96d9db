"""A form renewed in the middle of a call: drafts keep their version, or are moved by who writes them."""

from typing import Any

from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.applying import discard
from kakehashi.engines.calls.operations.calls import give_own_form
from kakehashi.engines.calls.queries.renewing import behind, former_sheets
from kakehashi.foundation.forms.models import AnswerSheet, Question, Version
from kakehashi.foundation.forms.operations import add_question as add
from kakehashi.foundation.forms.operations import change_question, new_draft_from, publish_version, remove_question
from kakehashi.foundation.forms.renewing import Fate, renewal
from kakehashi.foundation.notices.models import Notice
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories


def renewed(cast: Cast, call: Call) -> Version:
    """One question more, one less, one with other words, one of another kind; published."""
    form = call.application_form
    assert form is not None
    draft = new_draft_from(form.versions.get(state="published"), by=cast.planner)
    found = {question.code: question for question in Question.objects.filter(version=draft)}
    add(found["title"].section, values={"code": "need", "kind": "textarea", "label_ja": "必要性", "required": True},
        by=cast.planner)  # fmt: skip
    remove_question(found["summary"], by=cast.planner)
    change_question(found["title"], values={"label_ja": "事業の名称"}, by=cast.planner)
    change_question(found["may_publish"], values={"kind": "text"}, by=cast.planner)
    return publish_version(draft, by=cast.planner)


def sheet_of(application: Application) -> AnswerSheet:
    return application.papers.get().sheet


def test_a_draft_keeps_its_version_and_is_handed_in_with_it(cast: Cast) -> None:
    application = stories.draft(cast)
    before = sheet_of(application)
    renewed(cast, application.call)

    handed_in = MOVES["submit"](stories.fresh(application), by=cast.officer)

    after = sheet_of(handed_in)
    assert (handed_in.step, after.version_id, after.answers) == ("submitted", before.version_id, before.answers)


def test_every_difference_is_told(cast: Cast) -> None:
    application = stories.draft(cast)
    sheet = sheet_of(application)
    version = renewed(cast, application.call)

    rows = {row.question.code: row for row in renewal(sheet.version, version, sheet.answers)}

    told = {code: (row.fate, row.is_answered, row.goes_along) for code, row in rows.items() if row.fate != Fate.SAME}
    assert told == {
        "need": (Fate.ADDED, False, False),
        "title": (Fate.CHANGED, True, True),
        "may_publish": (Fate.CHANGED, True, False),
        "summary": (Fate.REMOVED, True, False),
    }
    assert [str(label) for label in rows["may_publish"].changed_in] == ["種類"]
    assert rows["expenses"].goes_along


def test_the_applicant_sees_the_differences_and_moves(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    version = renewed(cast, application.call)
    client, address = sign_in(cast.officer), f"/calls/applications/{application.pk}/form/"
    old = sheet_of(application).answers

    offered = client.get(address).content.decode()
    shown = client.get(f"{address}renew/").content.decode()
    answer = client.post(f"{address}renew/", {"_revision": sheet_of(application).revision})
    after = client.get(address).content.decode()

    sheet = sheet_of(application)
    assert "申請書の様式が新しくなりました" in offered
    assert [
        words for words in ("必要性", "事業の名称", "なくなった質問", "引き継がれません") if words not in shown
    ] == []
    assert (answer.status_code, sheet.version_id) == (302, version.pk)
    kept: dict[str, Any] = {code: value for code, value in old.items() if code not in {"summary", "may_publish"}}
    assert sheet.answers == kept
    assert former_sheets(application).get().answers == old
    assert "前の様式での回答を読む" in after
    assert "外国人住民と一緒に避難所の運営を練習する。" in after
    assert client.get(f"{address}renew/").status_code == 302


def test_answers_saved_in_between_are_not_moved_unseen(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    renewed(cast, application.call)
    before = sheet_of(application)

    answer = sign_in(cast.officer).post(
        f"/calls/applications/{application.pk}/form/renew/", {"_revision": before.revision - 1}
    )

    assert (answer.status_code, sheet_of(application).version_id) == (409, before.version_id)
    assert former_sheets(application).count() == 0


def test_a_copied_form_of_its_own_is_a_renewal_too(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    call = application.call
    Call.objects.filter(pk=call.pk).update(guidance_ja="案内", contact_ja="課", deciding="board")
    call.refresh_from_db()
    give_own_form(call, "application_form", base_revision=call.revision, by=cast.planner)

    answer = sign_in(cast.officer).post(
        f"/calls/applications/{application.pk}/form/renew/", {"_revision": sheet_of(application).revision}
    )

    sheet = sheet_of(application)
    assert (answer.status_code, sheet.version.question_set_id) == (302, Call.objects.get().application_form_id)
    assert sheet.answers == former_sheets(application).get().answers


def test_the_desk_offers_it_without_seeing_the_drafts(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    renewed(cast, application.call)
    client, call = sign_in(stories.section(cast)[1]), application.call

    page = client.get(f"/calls/{call.pk}/edit/").content.decode()
    answer = client.post(f"/calls/{call.pk}/forms/offer/")

    assert behind(call).count() == 1
    assert "下書き1件は、始めたときの質問票のまま" in page
    assert application.title not in page
    assert answer.status_code == 302
    assert [one.person for one in Notice.objects.filter(kind="calls.form_renewed")] == [cast.officer]
    assert sign_in(cast.officer).post(f"/calls/{call.pk}/forms/offer/").status_code == 404


def test_a_neighbour_finds_nothing(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    renewed(cast, application.call)

    assert sign_in(cast.neighbour).get(f"/calls/applications/{application.pk}/form/renew/").status_code == 404


def test_what_is_thrown_away_leaves_nothing(cast: Cast, sign_in: SignIn) -> None:
    application = stories.draft(cast)
    renewed(cast, application.call)
    address = f"/calls/applications/{application.pk}/form/renew/"
    sign_in(cast.officer).post(address, {"_revision": sheet_of(application).revision})

    discard(stories.fresh(application), by=cast.officer)

    assert AnswerSheet.objects.count() == 0
