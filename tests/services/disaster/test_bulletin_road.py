"""The road of a bulletin: who may take which step, what it lacks, what follows."""

import datetime as dt
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kakehashi.foundation.audit.gate import NotPermittedError, StaleError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.models import Passage
from kakehashi.foundation.flow.moves import MoveRefusedError, open_moves
from kakehashi.foundation.notices.models import Notice
from kakehashi.foundation.tasks.models import Job
from kakehashi.kernel import clock
from kakehashi.services.disaster.flow import BULLETIN_FLOW
from kakehashi.services.disaster.models import Bulletin
from kakehashi.services.disaster.operations import bulletin_moves as moves
from kakehashi.services.disaster.operations.bulletins import change_bulletin, start_correction
from tests.services.disaster import stories
from tests.services.disaster.stories import HIMEJI, HYOGO, KAKOGAWA, Scene

pytestmark = pytest.mark.django_db


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(kind=code).values_list("person__name_en", flat=True))


def test_one_press_of_the_second_person_takes_it_live(scene: Scene) -> None:
    bulletin = stories.checking(scene)

    moves.approve_and_publish(bulletin, by=scene.publisher, note="よし")

    bulletin.refresh_from_db()
    assert (bulletin.step, bulletin.approver) == ("published", scene.publisher)
    taken = Passage.objects.filter(thing_kind="disaster.bulletin", thing_id=bulletin.pk).values_list("move", flat=True)
    assert list(taken) == ["submit", "approve", "prepare", "publish"]
    assert told("disaster.to_approve") == {"Publisher", "Second"}
    assert told("disaster.published") == {"Writer"}
    assert Job.objects.filter(dedupe_key="disaster:pages").count() == 1


def test_nobody_approves_or_publishes_what_they_wrote(scene: Scene) -> None:
    bulletin = stories.checking(scene, by=scene.publisher)

    for make in (moves.approve, moves.approve_and_publish):
        with pytest.raises(NotPermittedError):
            make(bulletin, by=scene.publisher)

    bulletin.refresh_from_db()
    assert bulletin.step == "checking"


def test_who_edited_a_draft_is_no_second_person(scene: Scene) -> None:
    bulletin = stories.draft(scene)
    change_bulletin(bulletin, {"title": "直した"}, base_revision=bulletin.revision, by=scene.publisher)
    moves.submit(bulletin, by=scene.writer)

    with pytest.raises(NotPermittedError):
        moves.approve(bulletin, by=scene.publisher)

    assert moves.approve_and_publish(bulletin, by=scene.second).step == "published"


def test_a_writer_may_not_approve_at_all(scene: Scene) -> None:
    bulletin = stories.checking(scene, by=scene.publisher)

    with pytest.raises(NotPermittedError):
        moves.approve(bulletin, by=scene.writer)
    with pytest.raises(NotPermittedError):
        moves.approve_alone(bulletin, by=scene.writer, note="夜で誰もいない")


def test_going_alone_says_why_and_tells_everybody_in_charge(scene: Scene) -> None:
    bulletin = stories.draft(scene, by=scene.publisher)
    with pytest.raises(MoveRefusedError):
        moves.approve_alone(bulletin, by=scene.publisher)

    moves.approve_alone(bulletin, by=scene.publisher, note="夜で誰もいない")

    bulletin.refresh_from_db()
    assert (bulletin.step, bulletin.alone_because) == ("published", "夜で誰もいない")
    assert told("disaster.published_alone") == {"Planner", "Hqpublisher", "Second"}
    assert AuditRow.objects.filter(action="disaster.bulletin.approve_alone", note="夜で誰もいない").count() == 1


def test_who_did_not_write_it_cannot_go_alone(scene: Scene) -> None:
    with pytest.raises(NotPermittedError):
        moves.approve_alone(stories.checking(scene), by=scene.publisher, note="急ぎ")


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"lines": []}, "文例を1つ以上選んでください。"),
        ({"lines": [{"code": "QK-01", "slots": {}}]}, "1番目の文: 「place」を入力してください。"),
        ({"areas": []}, "対象の地域を選んでください。"),
        ({"areas": [KAKOGAWA]}, "自分の団体の区域ではない地域が選ばれています。対象の地域を直してください。"),
        ({"areas": [HYOGO]}, "自分の団体の区域ではない地域が選ばれています。対象の地域を直してください。"),
        ({"valid_until": None}, "いつまで有効かを入力してください。"),
    ],
)
def test_what_is_not_complete_is_refused_in_words(scene: Scene, columns: dict[str, Any], sentence: str) -> None:
    bulletin = stories.draft(scene, **columns)

    with pytest.raises(MoveRefusedError) as refused:
        moves.submit(bulletin, by=scene.writer)

    assert str(refused.value) == sentence


def test_a_value_no_language_can_say_is_refused(scene: Scene) -> None:
    bulletin = stories.draft(scene, lines=[{"code": "WA-01", "slots": {"what": "gold"}}])

    with pytest.raises(MoveRefusedError) as refused:
        moves.submit(bulletin, by=scene.writer)

    assert str(refused.value) == "1番目の文を日本語で表せません。空欄の値を入れ直してください。"


def test_a_prefecture_speaks_for_its_cities_and_headquarters_for_all(scene: Scene) -> None:
    cast = scene.cast
    wide = {"areas": [HYOGO, HIMEJI, KAKOGAWA]}
    of_prefecture = stories.draft(scene, organisation=cast.hyogo, by=scene.prefecture, **wide)
    of_headquarters = stories.draft(scene, organisation=cast.headquarters, by=scene.headquarters, areas=["pref:01"])

    assert moves.submit(of_prefecture, by=scene.prefecture).step == "checking"
    assert moves.submit(of_headquarters, by=scene.headquarters).step == "checking"


def test_the_default_end_comes_from_the_setting(scene: Scene, settings: Settings) -> None:
    assert stories.draft(scene, valid_until=None).valid_until is None

    settings.DISASTER_VALID_HOURS = 22

    assert stories.draft(scene, valid_until=None).valid_until == clock.this_minute() + dt.timedelta(hours=22)


def test_a_returned_one_is_mended_and_handed_in_again(scene: Scene) -> None:
    bulletin = stories.checking(scene)

    moves.send_back(bulletin, by=scene.publisher, note="避難所の名前が違います")
    change_bulletin(bulletin, {"title": "直した"}, base_revision=bulletin.revision, by=scene.writer)
    moves.submit(bulletin, by=scene.writer)

    assert bulletin.step == "checking"
    assert told("disaster.returned") == {"Writer"}


def test_a_draft_two_people_edit_keeps_the_first(scene: Scene) -> None:
    bulletin = stories.draft(scene)
    seen = bulletin.revision
    change_bulletin(Bulletin.objects.get(pk=bulletin.pk), {"title": "先"}, base_revision=seen, by=scene.publisher)

    with pytest.raises(StaleError) as stale:
        change_bulletin(bulletin, {"title": "後"}, base_revision=seen, by=scene.writer)

    assert stale.value.now.title == "先"
    assert Bulletin.objects.get(pk=bulletin.pk).title == "先"


def test_what_waits_or_is_up_is_not_edited(scene: Scene) -> None:
    bulletin = stories.published(scene)

    with pytest.raises(MoveRefusedError):
        change_bulletin(bulletin, {"title": "こっそり"}, base_revision=bulletin.revision, by=scene.writer)


def test_a_correction_replaces_the_version_before(scene: Scene) -> None:
    first = stories.published(scene)
    second = start_correction(first, by=scene.writer)
    assert start_correction(first, by=scene.writer) == second
    with pytest.raises(MoveRefusedError) as refused:
        moves.submit(second, by=scene.writer)

    change_bulletin(second, {"change_note": "場所を直した"}, base_revision=second.revision, by=scene.writer)
    moves.approve_and_publish(moves.submit(second, by=scene.writer), by=scene.publisher)

    first.refresh_from_db()
    assert str(refused.value) == "訂正では「変わったこと」を入力してください。"
    assert (first.step, second.step, second.version) == ("superseded", "published", 2)
    assert (first.paper_code, second.paper_code) == (first.code, f"{first.code}-2")


def test_withdrawing_needs_a_reason_and_may_be_done_by_the_writer_who_approves(scene: Scene) -> None:
    bulletin = stories.checking(scene, by=scene.second)
    moves.approve_and_publish(bulletin, by=scene.publisher)
    with pytest.raises(MoveRefusedError):
        moves.withdraw(bulletin, by=scene.second)

    moves.withdraw(bulletin, by=scene.second, note="誤報でした")

    assert (bulletin.step, bulletin.end_note) == ("withdrawn", "誤報でした")
    assert told("disaster.withdrawn") == {"Publisher", "Planner", "Hqpublisher"}


def test_it_expires_by_itself(scene: Scene) -> None:
    bulletin = stories.published(scene)

    with clock.pinned(clock.now() + dt.timedelta(hours=13)):
        ended = [moves.expire_due(), moves.expire_due()]

    bulletin.refresh_from_db()
    assert ended == [1, 0]
    assert (bulletin.step, bulletin.ended_at) == ("expired", bulletin.valid_until)
    assert told("disaster.expired") == {"Writer"}


def test_two_approvers_press_at_once(scene: Scene) -> None:
    bulletin = stories.checking(scene)
    same = Bulletin.objects.get(pk=bulletin.pk)
    moves.approve_and_publish(bulletin, by=scene.publisher)

    with pytest.raises(MoveRefusedError) as refused:
        moves.approve_and_publish(same, by=scene.second)

    assert str(refused.value) == "この案件はすでに「公開中」になっています。"


def test_the_buttons_of_each_person(scene: Scene) -> None:
    bulletin = stories.checking(scene)

    offered = {
        person.name_en: [one.move.code for one in open_moves(BULLETIN_FLOW, bulletin, person)]
        for person in (scene.writer, scene.publisher, scene.neighbour, scene.headquarters)
    }

    assert offered == {
        "Writer": ["take_back"],
        "Publisher": ["approve", "take_back", "return", "reject"],
        "Kakogawapublisher": [],
        "Hqpublisher": [],
    }


def test_who_sees_which(scene: Scene) -> None:
    bulletin = stories.draft(scene)

    seen = {
        person.name_en: Bulletin.objects.visible_to(person).filter(pk=bulletin.pk).exists()
        for person in (scene.writer, scene.publisher, scene.neighbour, scene.prefecture, scene.headquarters)
    }

    assert seen == {
        "Writer": True, "Publisher": True, "Kakogawapublisher": False, "Hyogopublisher": False, "Hqpublisher": True,
    }  # fmt: skip
    assert not Bulletin.objects.visible_to(scene.cast.officer).exists()
    assert Bulletin.objects.visible_to(scene.cast.planner).exists()
