"""1 April: all work of a person changes hands in one step."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from kakehashi.engines.cases.models import Approval, Case, Handover, HandoverLine, Message
from kakehashi.engines.cases.operations import handover as operations
from kakehashi.engines.cases.operations import moving
from kakehashi.engines.cases.operations.handover import HandoverRefusedError
from kakehashi.engines.cases.operations.messages import assign
from kakehashi.engines.cases.queries import handover as queries
from kakehashi.engines.cases.queries.reading import waiting_for
from kakehashi.engines.cases.tasks import HAND_OVER
from kakehashi.foundation.access.models import RoleHeld
from kakehashi.foundation.access.operations import grant_role
from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.documents.queries import document_for, documents_about
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from tests.cast import Cast, make_person
from tests.conftest import SignIn
from tests.engines.cases import stories

LAST_DAY, FIRST_DAY = dt.date(2013, 3, 31), dt.date(2013, 4, 1)


def japan(day: dt.date, hour: int = 12, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.JAPAN)


@pytest.fixture(autouse=True)
def _on_the_last_day() -> Iterator[None]:
    with clock.pinned(japan(LAST_DAY)):
        yield


@pytest.fixture
def successor(cast: Cast) -> Person:
    """Comes to Paris on 1 April: nothing may be done before."""
    person = make_person("successor", "後藤 任")
    grant_role(person=person, organisation=cast.paris, role="office_staff", starts_on=FIRST_DAY, by=cast.planner)
    return person


def led_by_staff(cast: Cast, count: int = 1) -> list[Case]:
    return [moving.receive(stories.submitted(cast), by=cast.staff) for _number in range(count)]


def begun(cast: Cast, by: Person | None = None, day: dt.date = FIRST_DAY) -> Handover:
    return operations.begin_handover(cast.staff, cast.paris, planned_for=day, by=by or cast.director)


def settled(cast: Cast) -> Handover:
    handover = begun(cast)
    return operations.settle_handover(handover, base_revision=handover.revision, by=cast.director)


def test_twelve_open_cases_change_hands_in_the_night(cast: Cast, successor: Person) -> None:
    cases = [*led_by_staff(cast, 10), stories.arranging(cast), stories.following_up(cast)]
    ended = moving.decline(led_by_staff(cast)[0], by=cast.staff, note="対象外。")
    handover = settled(cast)

    assert (handover.done_at, Case.objects.filter(lead=successor).count()) == (None, 0)
    with clock.pinned(japan(FIRST_DAY, 0, 5)):
        assert (operations.carry_out_due(by=HAND_OVER), operations.carry_out_due(by=HAND_OVER)) == (1, 0)
        assert set(Case.objects.filter(lead=successor)) == set(cases)
        assert stories.fresh(ended).lead == cast.staff
        assert [line.case for line in queries.taken_over(successor)] != []
        assert set(waiting_for(successor)) >= set(cases[:10])
    held = RoleHeld.objects.get(person=cast.staff)
    told = Notice.objects.filter(person=successor, kind="cases.handed_over")
    assert (held.ends_on, [one.params["count"] for one in told]) == (LAST_DAY, [12])


def test_the_client_learns_who_is_in_charge_and_the_note_stays_with_the_office(cast: Cast, successor: Person) -> None:
    (case,) = led_by_staff(cast)
    handover = begun(cast)
    line = handover.lines.get()
    operations.change_handover(
        handover, {}, {line.pk: {"promises": "4月中に電話する"}}, base_revision=1, by=cast.director
    )
    operations.settle_handover(handover, base_revision=2, by=cast.director)

    with clock.pinned(japan(FIRST_DAY, 0, 5)):
        operations.carry_out_due(by=HAND_OVER)

    said = list(Message.objects.filter(case=case).order_by("id").values_list("is_internal", "body"))
    assert said[0] == (False, "パリ事務所 の担当者が 橋本 クレール から 後藤 任 に変わりました。")
    assert (said[1][0], "4月中に電話する" in said[1][1], len(said)) == (True, True, 2)
    assert list(Notice.objects.filter(kind="cases.changed_hands").values_list("person", "subject_id")) == [
        (cast.officer.pk, case.pk)
    ]


def test_what_the_data_know_is_written_down(cast: Cast, successor: Person) -> None:
    case = stories.arranging(cast)
    case.items.filter(order=0).update(contact="Mme Martin, 01 00 00 00 00", host="フランス観光庁", due_on=FIRST_DAY)
    Case.objects.filter(pk=case.pk).update(due_on=dt.date(2013, 4, 5))

    line = begun(cast).lines.get()

    assert line.next_step.splitlines() == [
        "今の状態: 手配中(パリ事務所の番)",
        "期限: 平成25年4月5日(金)",
        "実施: 平成24年10月15日(月) – 平成24年10月18日(木)",
    ]
    assert line.promises.splitlines()[0].endswith("フランス観光庁(期限 平成25年4月1日(月))")
    assert line.contacts.splitlines() == [
        "姫路市 姫野 光 officer@example.invalid",
        "フランス観光庁 Mme Martin, 01 00 00 00 00",
    ]


def test_who_comes_new_is_suggested_before_the_least_burdened(cast: Cast, successor: Person) -> None:
    led_by_staff(cast)

    handover = begun(cast)

    assert handover.successor == successor
    assert [one.person for one in queries.candidates(handover)] == [successor, cast.director]


def test_a_case_that_comes_in_between_goes_along_and_is_marked(cast: Cast, successor: Person) -> None:
    (first,) = led_by_staff(cast)
    handover = settled(cast)
    (late,) = led_by_staff(cast)
    assert queries.came_since(handover) == [late]

    with clock.pinned(japan(FIRST_DAY, 0, 5)):
        operations.carry_out_due(by=HAND_OVER)

    marked = {line.case: line.came_late for line in handover.lines.all()}
    assert (marked, stories.fresh(late).lead) == ({first: False, late: True}, successor)


def test_a_case_that_went_elsewhere_stays_there(cast: Cast, successor: Person) -> None:
    kept, given = led_by_staff(cast, 2)
    settled(cast)
    assign(given, lead=cast.director, by=cast.director)

    with clock.pinned(japan(FIRST_DAY, 0, 5)):
        operations.carry_out_due(by=HAND_OVER)

    assert [stories.fresh(case).lead for case in (kept, given)] == [successor, cast.director]


def test_today_it_happens_at_once(cast: Cast) -> None:
    (case,) = led_by_staff(cast)
    handover = begun(cast, day=LAST_DAY)

    operations.settle_handover(handover, base_revision=1, by=cast.director)

    assert (stories.fresh(case).lead, handover.done_at) == (cast.director, clock.now())
    assert RoleHeld.objects.get(person=cast.staff).ends_on == dt.date(2013, 3, 30)


def test_a_leap_day_is_the_last_day_of_a_role(cast: Cast) -> None:
    with clock.pinned(japan(dt.date(2012, 3, 1))):
        led_by_staff(cast)
        handover = begun(cast, day=dt.date(2012, 3, 1))
        operations.settle_handover(handover, base_revision=1, by=cast.director)

    assert RoleHeld.objects.get(person=cast.staff).ends_on == dt.date(2012, 2, 29)


def test_the_leaver_prepares_it_but_does_not_end_roles(cast: Cast) -> None:
    led_by_staff(cast)
    handover = begun(cast, by=cast.staff)

    operations.change_handover(handover, {"ends_role": True, "words": "よろしく"}, {}, base_revision=1, by=cast.staff)

    assert (handover.ends_role, handover.words) == (False, "よろしく")


def test_nobody_else_begins_one(cast: Cast) -> None:
    led_by_staff(cast)

    for stranger in (cast.london_staff, cast.officer, cast.branch_officer, cast.operator):
        with pytest.raises(NotPermittedError):
            begun(cast, by=stranger)
    assert begun(cast, by=cast.planner).made_by == cast.planner


def test_one_is_enough(cast: Cast) -> None:
    led_by_staff(cast)
    begun(cast)

    with pytest.raises(HandoverRefusedError):
        begun(cast)


def test_of_two_who_save_the_second_is_told(cast: Cast) -> None:
    led_by_staff(cast)
    handover = begun(cast)
    operations.change_handover(handover, {"words": "先"}, {}, base_revision=1, by=cast.director)

    with pytest.raises(StaleError):
        operations.change_handover(handover, {"words": "後"}, {}, base_revision=1, by=cast.staff)
    with pytest.raises(StaleError):
        operations.settle_handover(handover, base_revision=1, by=cast.director)


def test_of_two_who_press_one_is_told(cast: Cast) -> None:
    led_by_staff(cast)
    handover = begun(cast, day=LAST_DAY)
    other = Handover.objects.get(pk=handover.pk)
    operations.settle_handover(handover, base_revision=1, by=cast.director)

    with pytest.raises(HandoverRefusedError):
        operations.settle_handover(other, base_revision=1, by=cast.director)
    assert AuditRow.objects.filter(action="cases.hand_over").count() == 1


def test_without_a_successor_it_does_not_begin(cast: Cast, successor: Person) -> None:
    led_by_staff(cast)
    handover = begun(cast)
    operations.change_handover(handover, {"successor": None}, {}, base_revision=1, by=cast.director)
    with pytest.raises(HandoverRefusedError, match="後任の決まっていない"):
        operations.settle_handover(handover, base_revision=2, by=cast.director)

    operations.change_handover(handover, {"successor": cast.london_staff}, {}, base_revision=2, by=cast.director)

    with pytest.raises(HandoverRefusedError, match="倫敦 霧子"):
        operations.settle_handover(handover, base_revision=3, by=cast.director)


def test_who_is_gone_by_then_gets_nothing_and_somebody_is_told(cast: Cast, successor: Person) -> None:
    (case,) = led_by_staff(cast)
    handover = settled(cast)
    RoleHeld.objects.filter(person=successor).delete()

    with clock.pinned(japan(FIRST_DAY, 0, 5)):
        operations.carry_out_due(by=HAND_OVER)

        assert list(queries.leaderless(cast.paris)) == [case]
        assert list(queries.leaderless(cast.london)) == []
        assert list(queries.leaderless_for(cast.director)) == [case]
    assert (handover.lines.get().successor, stories.fresh(case).lead) == (None, cast.staff)
    assert {one.person for one in Notice.objects.filter(kind="cases.handover_left")} == {cast.director}


def test_what_was_settled_can_be_taken_back_and_thrown_away(cast: Cast, successor: Person) -> None:
    (case,) = led_by_staff(cast)
    handover = settled(cast)
    with pytest.raises(HandoverRefusedError):
        operations.discard_handover(handover, by=cast.director)

    operations.take_back_handover(handover, by=cast.director)
    with clock.pinned(japan(FIRST_DAY, 0, 5)):
        assert operations.carry_out_due(by=HAND_OVER) == 0
    operations.discard_handover(handover, by=cast.director)

    assert (Handover.objects.count(), stories.fresh(case).lead) == (0, cast.staff)


def test_a_waiting_approval_goes_to_the_successor(cast: Cast) -> None:
    (case,) = led_by_staff(cast)
    values = {"approver": cast.staff, "asked_by": cast.director, "expires_on": FIRST_DAY}
    approval = Approval.objects.create(case=case, subject="日程", **values)
    handover = begun(cast, day=LAST_DAY)

    operations.settle_handover(handover, base_revision=1, by=cast.director)

    approval.refresh_from_db()
    assert approval.approver == cast.director


def test_a_body_that_asks_hands_over_what_it_asked_for(cast: Cast) -> None:
    draft, sent = stories.draft(cast), led_by_staff(cast)[0]
    RoleHeld.objects.filter(person=cast.colleague).update(ends_on=None)
    handover = operations.begin_handover(cast.officer, cast.himeji, planned_for=LAST_DAY, by=cast.officer)
    operations.change_handover(handover, {"ends_role": False}, {}, base_revision=1, by=cast.officer)

    operations.settle_handover(handover, base_revision=2, by=cast.officer)

    assert [stories.fresh(case).requester for case in (draft, sent)] == [cast.colleague] * 2
    assert stories.fresh(sent).lead == cast.staff
    told = Notice.objects.filter(kind="cases.changed_hands").values_list("person", "subject_id")
    assert list(told) == [(cast.staff.pk, sent.pk)]


def test_the_report_is_kept_for_those_it_concerns(cast: Cast, successor: Person, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    led_by_staff(cast)
    handover = settled(cast)
    with clock.pinned(japan(FIRST_DAY, 0, 5)):
        operations.carry_out_due(by=HAND_OVER)

        report = documents_about(handover.ref).get()

        readers = [cast.director, cast.planner, successor]
        assert [document_for(person, report.pk) for person in readers] == [report] * 3
        assert [document_for(person, report.pk) for person in (cast.london_staff, cast.officer)] == [None, None]


# --- Pages ------------------------------------------------------------------------------------------------------------
def posted(client: Client, handover: Handover, what: str, **values: Any) -> Any:
    return client.post(f"/cases/handover/{handover.pk}/{what}/", {"_revision": handover.revision} | values)


def test_the_pages_from_the_list_to_the_report(cast: Cast, successor: Person, sign_in: SignIn) -> None:
    (case,) = led_by_staff(cast)
    client = sign_in(cast.director)
    whose = f"{cast.paris.pk}-{cast.staff.pk}"

    answer = client.post("/cases/handover/new/", {"whose": whose, "planned_for": "2013-04-01"})
    handover = Handover.objects.get()
    line = handover.lines.get()
    saved = posted(
        client, handover, "edit",
        planned_for="2013-04-01", successor=successor.pk, words="鍵は金庫に。", ends_role="on",
        **{f"line-{line.pk}-successor": "", f"line-{line.pk}-next_step": "電話をかける。"},
    )  # fmt: skip
    handover.refresh_from_db()
    page = client.get(f"/cases/handover/{handover.pk}/").content.decode()
    done = posted(client, handover, "settle")

    assert [one["Location"] for one in (answer, saved, done)] == [
        f"/cases/handover/{handover.pk}/edit/",
        *[f"/cases/handover/{handover.pk}/"] * 2,
    ]
    assert ["鍵は金庫に。" in page, "電話をかける。" in page, "この日に引き継ぐと決める" in page] == [True] * 3
    with clock.pinned(japan(FIRST_DAY, 9)):
        operations.carry_out_due(by=HAND_OVER)
        mine = sign_in(successor).get("/cases/handover/").content.decode()
        assert ["引き継いだ案件" in mine, "電話をかける。" in mine, str(case.number) in mine] == [True] * 3
        report = sign_in(successor).get(f"/cases/handover/{handover.pk}/report.pdf")
        table = sign_in(successor).get(f"/cases/handover/{handover.pk}/report.csv")
        assert (report.content[:4], str(case.number) in table.content.decode()) == (b"%PDF", True)
        assert posted(sign_in(successor), handover, "take-back").status_code == 403


def test_who_saves_second_sees_what_the_first_one_wrote(cast: Cast, sign_in: SignIn) -> None:
    led_by_staff(cast)
    handover = begun(cast)
    operations.change_handover(handover, {"words": "先に書いた"}, {}, base_revision=1, by=cast.staff)
    line = handover.lines.get()

    answer = sign_in(cast.director).post(
        f"/cases/handover/{handover.pk}/edit/",
        {"_revision": 1, "planned_for": "2013-04-01", "words": "後に書いた", f"line-{line.pk}-successor": ""},
    )

    page = answer.content.decode()
    assert (answer.status_code, "先に書いた" in page, "後に書いた" in page) == (409, True, True)


def test_refusals_come_back_in_words(cast: Cast, sign_in: SignIn) -> None:
    led_by_staff(cast)
    handover = begun(cast)
    client = sign_in(cast.director)
    Handover.objects.update(successor=None)

    refused = posted(client, handover, "settle")
    stale = client.post(f"/cases/handover/{handover.pk}/settle/", {"_revision": 9})
    twice = client.post(
        "/cases/handover/new/", {"whose": f"{cast.paris.pk}-{cast.staff.pk}", "planned_for": "2013-04-01"}
    )

    assert [answer.status_code for answer in (refused, stale, twice)] == [409, 409, 422]


@pytest.mark.parametrize("what", ["", "edit/", "report.pdf", "report.xlsx"])
def test_to_neighbours_there_is_none(cast: Cast, sign_in: SignIn, what: str) -> None:
    led_by_staff(cast)
    address = f"/cases/handover/{begun(cast).pk}/{what}"

    strangers = (cast.london_staff, cast.officer, cast.neighbour, cast.branch_officer, cast.operator)
    assert [sign_in(person).get(address).status_code for person in strangers] == [404] * 5
    assert [sign_in(person).get(address).status_code for person in (cast.director, cast.staff, cast.planner)] == [
        200
    ] * 3


def test_pages_cost_the_same_with_many(
    cast: Cast, successor: Person, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    led_by_staff(cast, 5)
    handover = begun(cast)
    client = sign_in(cast.director)

    for address in ("", "new/", f"{handover.pk}/", f"{handover.pk}/edit/", f"{handover.pk}/report.csv"):
        with django_assert_max_num_queries(26):
            assert client.get(f"/cases/handover/{address}").status_code == 200
    assert HandoverLine.objects.count() == 5
