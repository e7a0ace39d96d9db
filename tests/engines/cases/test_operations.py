import datetime as dt

import pytest

from kakehashi.engines.cases.models import Case, CaseKind, Precedent
from kakehashi.engines.cases.operations import items, messages, moving, papers, precedents, requests
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Mail, Notice
from kakehashi.kernel import clock
from tests.cast import Cast
from tests.engines.cases import stories


def told(case: Case) -> set[tuple[str, str]]:
    """Who was told what of the case."""
    notices = Notice.objects.filter(subject_kind="cases.case", subject_id=case.pk).select_related("person")
    return {(notice.person.name_en, notice.kind) for notice in notices}


def test_draft_takes_its_columns_from_the_request(cast: Cast) -> None:
    case = stories.draft(cast)

    assert (case.title, case.theme, case.country_id, case.city) == ("市長のパリ訪問", "tourism", "FR", "パリ")
    assert (case.host, case.first_day, case.last_day) == (
        "フランス観光庁",
        dt.date(2012, 10, 15),
        dt.date(2012, 10, 18),
    )
    assert (case.branch, case.consents_to_publication, case.number) == (cast.branch, True, None)


def test_draft_keeps_what_cannot_be_understood(cast: Cast) -> None:
    case = stories.draft(cast, dates=[{"starts_on": "来週", "ends_on": "2012-10-18"}], theme="magic")

    assert (case.first_day, case.theme) == (None, "")
    assert case.papers.get().sheet.answers["dates"][0]["starts_on"] == "来週"


def test_second_request_takes_over_what_never_changes(cast: Cast) -> None:
    stories.draft(cast, phone="079-000-0000")

    second = requests.start_case(stories.kind(), applicant=cast.himeji, office=cast.london, by=cast.officer)

    answers = second.papers.get().sheet.answers
    assert (answers["phone"], answers["safety_contact"], answers["country"]) == (
        "079-000-0000",
        stories.ANSWERS["safety_contact"],
        "GB",
    )
    assert "title" not in answers


def test_neighbour_cannot_ask_in_the_name_of_another(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        requests.start_case(stories.kind(), applicant=cast.himeji, office=cast.paris, by=cast.neighbour)

    assert list(Case.objects.all()) == []


def test_kind_that_is_being_prepared_cannot_be_started(cast: Cast) -> None:
    kind = stories.kind(7)
    CaseKind.objects.filter(pk=kind.pk).update(is_open=False, revision=2)

    with pytest.raises(NotPermittedError):
        requests.start_case(stories.kind(7), applicant=cast.himeji, office=cast.paris, by=cast.officer)


def test_stale_request_is_not_overwritten(cast: Cast) -> None:
    paper = stories.draft(cast).papers.get()
    old = paper.sheet.revision
    requests.save_paper(paper, stories.ANSWERS | {"city": "リヨン"}, base_revision=old, by=cast.colleague)

    with pytest.raises(StaleError):
        requests.save_paper(paper, stories.ANSWERS | {"city": "リール"}, base_revision=old, by=cast.officer)

    assert Case.objects.get().city == "リヨン"


def test_submit_numbers_the_case_and_tells_office_and_branch(cast: Cast) -> None:
    with clock.pinned(dt.datetime(2012, 7, 9, 10, tzinfo=clock.JAPAN)):
        case = stories.submitted(cast)

    assert (case.step, case.number, case.fiscal_year) == ("submitted", "2012-PARIS-0001", 2012)
    assert told(case) == {
        ("Director", "cases.submitted"),
        ("Staff", "cases.submitted"),
        ("Branch", "cases.submitted"),
    }
    assert Mail.objects.filter(state="waiting").count() == 3


def test_numbers_run_by_office_and_year(cast: Cast) -> None:
    with clock.pinned(dt.datetime(2013, 3, 31, 23, tzinfo=clock.JAPAN)):
        first = stories.submitted(cast)
    with clock.pinned(dt.datetime(2013, 4, 1, 0, tzinfo=clock.JAPAN)):
        second = stories.submitted(cast)

    assert [first.number, second.number] == ["2012-PARIS-0001", "2013-PARIS-0001"]


def test_incomplete_request_is_refused_in_words(cast: Cast) -> None:
    case = stories.draft(cast, title="")

    with pytest.raises(MoveRefusedError, match="入力されていない項目"):
        moving.submit(case, by=cast.officer)

    assert stories.fresh(case).step == "draft"


def test_second_submit_is_told_what_happened(cast: Cast) -> None:
    case = stories.draft(cast)
    twin = stories.fresh(case)
    moving.submit(case, by=cast.officer)

    with pytest.raises(MoveRefusedError, match="受付待ち"):
        moving.submit(twin, by=cast.colleague)

    assert Passage.objects.filter(move="submit").count() == 1


@pytest.mark.parametrize("who", ["neighbour", "branch_officer", "london_staff", "retired", "operator", "section_staff"])
def test_only_the_office_receives(cast: Cast, who: str) -> None:
    case = stories.submitted(cast)

    with pytest.raises(NotPermittedError):
        moving.receive(case, by=getattr(cast, who))


def test_whoever_receives_leads_and_the_city_is_told(cast: Cast) -> None:
    case = stories.fresh(moving.receive(stories.submitted(cast), by=cast.staff))

    assert (case.step, case.lead) == ("reviewing", cast.staff)
    assert ("Officer", "cases.received") in told(case)


def test_asking_back_opens_the_request_and_the_answer_closes_it(cast: Cast) -> None:
    case = stories.submitted(cast)
    moving.ask_back(case, by=cast.staff, note="何を伝えられますか。")
    paper = case.papers.select_related("sheet", "case").get()
    assert paper.submitted_at is None

    requests.save_paper(
        paper, stories.ANSWERS | {"offer": "修理の記録"}, base_revision=paper.sheet.revision, by=cast.colleague
    )
    case = moving.supply(stories.fresh(case), by=cast.colleague, note="書き足しました。")

    assert (case.step, case.papers.get().submitted_by) == ("reviewing", cast.colleague)
    assert ("Staff", "cases.supplied") in told(case)


def test_asking_back_needs_a_question(cast: Cast) -> None:
    with pytest.raises(MoveRefusedError, match="理由"):
        moving.ask_back(stories.submitted(cast), by=cast.staff, note=" ")


def test_accepting_makes_an_item_of_every_wish(cast: Cast) -> None:
    case = stories.arranging(cast)

    assert [(item.title, item.host, item.step) for item in case.items.all()] == [
        ("面会・視察の約束の取り付け", "フランス観光庁", "requested"),
        ("通訳の紹介", "", "requested"),
    ]


def test_item_is_confirmed_with_time_and_place_only(cast: Cast) -> None:
    item = stories.arranging(cast).items.all()[0]

    with pytest.raises(MoveRefusedError, match="日時"):
        items.move_item(item, "confirm", by=cast.staff)


def test_item_changed_by_two_is_not_overwritten(cast: Cast) -> None:
    item = stories.arranging(cast).items.all()[0]
    old = item.revision
    items.change_item(item, {"place": "1区"}, base_revision=old, by=cast.staff)

    with pytest.raises(StaleError):
        items.change_item(item, {"place": "2区"}, base_revision=old, by=cast.director)

    item.refresh_from_db()
    assert item.place == "1区"


def test_itinerary_waits_for_every_item(cast: Cast) -> None:
    with pytest.raises(MoveRefusedError, match="まだ結果の出ていない"):
        moving.send_itinerary(stories.arranging(cast), by=cast.staff)


def test_partial_success_is_sent_with_its_reason(cast: Cast) -> None:
    case = stories.ready(cast)

    assert [(item.step, item.reason) for item in case.items.all()] == [
        ("confirmed", ""),
        ("failed", "通訳者の都合がつかない。"),
    ]
    assert {("Officer", "cases.itinerary"), ("Branch", "cases.itinerary")} <= told(case)


def test_nothing_confirmed_is_no_itinerary(cast: Cast) -> None:
    case = stories.arranging(cast)
    for item in case.items.all():
        items.move_item(item, "fail", by=cast.staff, note="満席")

    with pytest.raises(MoveRefusedError, match="確定した手配項目がありません"):
        moving.send_itinerary(stories.fresh(case), by=cast.staff)


def test_completing_waits_for_both_reports(cast: Cast) -> None:
    case = stories.visited(cast)
    stories.hand_in(case, "result", stories.RESULT, cast.officer)

    with pytest.raises(MoveRefusedError, match="事務所報告"):
        moving.complete(stories.fresh(case), by=cast.staff)


def test_incomplete_paper_is_not_handed_in(cast: Cast) -> None:
    case = stories.visited(cast)

    with pytest.raises(papers.IncompletePaperError):
        stories.hand_in(case, "result", {"achieved": "4"}, cast.officer)


def test_city_cannot_write_the_office_report(cast: Cast) -> None:
    case = stories.visited(cast)

    with pytest.raises(NotPermittedError):
        stories.hand_in(case, "report", stories.REPORT, cast.officer)


def test_follow_up_ends_the_case_and_comes_again_after_half_a_year(cast: Cast) -> None:
    with clock.pinned(dt.datetime(2012, 8, 31, 10, tzinfo=clock.JAPAN)):
        case = stories.following_up(cast)
        stories.hand_in(case, "follow_up", stories.FOLLOW_UP, cast.officer)
    assert stories.fresh(case).step == "closed"
    assert case.papers.get(kind="follow_up", round=2).due_on == dt.date(2013, 2, 28)

    stories.hand_in(stories.fresh(case), "follow_up", stories.FOLLOW_UP, cast.colleague, round_number=2)

    assert stories.fresh(case).step == "closed"


def test_internal_note_reaches_no_applicant(cast: Cast) -> None:
    case = stories.arranging(cast)
    messages.write_message(case, "先方は少し困っている", is_internal=True, by=cast.director)

    assert told(case) & {("Officer", "cases.message"), ("Staff", "cases.message")} == {("Staff", "cases.message")}


def test_applicant_writes_no_internal_note(cast: Cast) -> None:
    with pytest.raises(NotPermittedError):
        messages.write_message(stories.arranging(cast), "x", is_internal=True, by=cast.officer)


def test_precedent_is_made_of_the_papers(cast: Cast) -> None:
    precedent = precedents.draft_precedent(stories.following_up(cast), by=cast.staff)

    assert (precedent.title, precedent.applicant, precedent.published_at) == ("市長のパリ訪問", cast.himeji, None)
    assert (precedent.support, precedent.outcome) == (stories.REPORT["support"], stories.RESULT["result"])


def test_precedent_without_consent_is_neither_named_nor_published(cast: Cast) -> None:
    precedent = precedents.draft_precedent(stories.following_up(cast, may_publish=False), by=cast.staff)

    with pytest.raises(precedents.NotConsentedError):
        precedents.publish_precedent(precedent, by=cast.director)

    assert Precedent.objects.get().published_at is None
    assert precedent.applicant is None


def test_staff_without_the_right_publishes_nothing(cast: Cast) -> None:
    precedent = precedents.draft_precedent(stories.following_up(cast), by=cast.staff)

    for nobody in (cast.staff, cast.officer, cast.london_staff, cast.neighbour):
        with pytest.raises(NotPermittedError):
            precedents.publish_precedent(precedent, by=nobody)


def test_every_write_left_its_row(cast: Cast) -> None:
    case = stories.submitted(cast)

    row = AuditRow.objects.get(action="cases.submit")
    assert (row.actor, row.thing_id, row.before["step"], row.after["step"]) == (
        cast.officer,
        case.pk,
        "draft",
        "submitted",
    )
