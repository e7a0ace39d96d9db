"""Messages taken in: each once, in whatever order; what corrects and cancels acts on the earlier, never in public."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.notices.models import Notice
from kakehashi.services.disaster.jma.hardened import ReadError
from kakehashi.services.disaster.models import Bulletin, Exercise, JmaMessage, Place
from kakehashi.services.disaster.operations.jma_bulletins import start_from_message
from kakehashi.services.disaster.operations.jma_taking import DrillRefusedError, take_in
from tests.services.disaster.jma.messages import SEISMOLOGY, coast, item, quake, report, tsunami, warning
from tests.services.disaster.stories import HIMEJI, KAKOGAWA, Scene, draft, drill, published

ROBOT = Robot("test")
QUAKE = "震源・震度に関する情報"
pytestmark = pytest.mark.django_db


def shaken(*cities: str, serial: str = "1", minute: int = 35, **header: str) -> bytes:
    body = quake(*[("5-", city[5:7], "530", city.removeprefix("city:")) for city in cities or (HIMEJI,)])
    reported = f"2026-11-23T10:{minute}:00+09:00"
    return report(QUAKE, body, kind=SEISMOLOGY, **({"serial": serial, "reported": reported} | header))


def cancelling(*, serial: str = "2", minute: int = 40, **header: str) -> bytes:
    return shaken(serial=serial, minute=minute, info_type="取消", **header)


def taken(data: bytes, **options: Any) -> JmaMessage:
    return take_in(data, by=ROBOT, **options).message


def flags() -> dict[str, tuple[bool, bool]]:
    """Serial: outdated, withdrawn."""
    return {row.serial: (row.is_outdated, row.is_withdrawn) for row in JmaMessage.objects.order_by("serial")}


# --- Once ---
def test_message_is_kept_as_it_was_understood() -> None:
    row = taken(shaken(), name="VXSE53.xml", source="upload")

    assert (row.code, row.family, row.status, row.info_type) == ("VXSE53", "quake", "通常", "発表")
    assert (row.event_id, row.serial, row.prefectures) == ("20261123103000", "1", "28")
    assert row.areas == ["epicentre:288", "pref:28", "quake:530", HIMEJI]
    assert row.draft["sentences"][0]["code"] == "QK-01"
    assert (row.source, row.size, row.reason) == ("upload", len(shaken()), "")


def test_the_same_bytes_are_taken_once() -> None:
    first = take_in(shaken(), by=ROBOT)
    again = take_in(shaken(), by=ROBOT)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.message == again.message
    assert JmaMessage.objects.count() == 1


def test_the_same_number_of_the_same_event_is_taken_once_whatever_its_bytes() -> None:
    first = take_in(shaken(), by=ROBOT)
    again = take_in(shaken().replace(b"\n", b"\n\n"), by=ROBOT)

    assert (again.message, again.is_new) == (first.message, False)


def test_reports_without_a_number_are_told_apart_by_their_minute() -> None:
    taken(shaken(serial="", minute=35))
    taken(shaken(serial="", minute=36))

    assert JmaMessage.objects.count() == 2


@pytest.mark.parametrize("data", [b"", b"<Report/>", shaken()[:-30], shaken() + b" " * 10_000_000])
def test_what_cannot_be_read_leaves_nothing(data: bytes) -> None:
    with pytest.raises(ReadError):
        take_in(data, by=ROBOT)

    assert not JmaMessage.objects.exists()
    assert not AuditRow.objects.filter(action="disaster.take_in").exists()


def test_what_is_said_in_earnest_comes_from_headquarters_or_a_feed(scene: Scene) -> None:
    """It acts on the messages of everybody."""
    for person in (scene.cast.officer, scene.writer, scene.prefecture):
        with pytest.raises(NotPermittedError):
            take_in(shaken(), by=person)
    with pytest.raises(NotPermittedError):
        take_in(shaken(status="訓練"), by=scene.writer)
    assert not JmaMessage.objects.exists()

    take_in(shaken(), by=scene.headquarters)
    take_in(shaken(serial="2"), by=scene.cast.operator)

    assert JmaMessage.objects.count() == 2


def test_a_drill_takes_from_its_own_writers_only(scene: Scene) -> None:
    exercise = drill(scene)

    with pytest.raises(NotPermittedError):
        take_in(shaken(status="訓練"), by=scene.neighbour, exercise=exercise)

    assert take_in(shaken(status="訓練"), by=scene.writer, exercise=exercise).message.draft


def coast_of(code: str, name: str) -> bytes:
    told = tsunami(coast(code, "51", "津波警報")).replace("試しの海", name)
    return report("津波警報・注意報・予報a", told, kind=SEISMOLOGY)


def test_a_place_that_no_table_knows_keeps_its_japanese_name() -> None:
    taken(coast_of("999", "新しい沿岸"))

    assert Place.objects.get(code="tsunami:999").name_ja == "新しい沿岸"


@pytest.mark.parametrize(
    ("code", "name"), [("99", "沿岸"), ("9999", "沿岸"), ("99９", "沿岸"), ("999", "{place}"), ("999", "沿岸《x》")]
)
def test_a_place_badly_written_is_not_kept(code: str, name: str) -> None:
    taken(coast_of(code, name))

    assert not Place.objects.exists()


def test_no_message_tells_a_new_prefecture_or_municipality_or_renames_a_place(scene: Scene) -> None:
    before = list(Place.objects.order_by("code").values())

    taken(shaken("city:2899900"))
    taken(report(QUAKE, quake(("5-", "48", "999", "4899900")).replace(">県<", ">にせの県<"), event_id="B"))
    taken(shaken(HIMEJI, event_id="C").replace("市</Name>".encode(), "にせの市</Name>".encode()))

    after = Place.objects.exclude(kind="quake").order_by("code").values()
    assert list(after) == before


def test_a_message_of_a_drill_names_no_place(scene: Scene) -> None:
    data = coast_of("999", "新しい沿岸").replace("通常".encode(), "訓練".encode())

    assert taken(data, exercise=drill(scene)).draft

    assert not Place.objects.filter(code="tsunami:999").exists()


def test_unknown_kinds_are_kept_and_counted() -> None:
    body = warning("市町村等", item("77", "新しい警報", "2820100"))

    row = taken(report("気象警報・注意報（Ｈ２７）", body))

    assert {"code": "weather:77", "ja": "新しい警報"} in row.unknown


@pytest.mark.parametrize(("status", "info_type"), [("訓練", "発表"), ("試験", "発表"), ("通常", "取消")])
def test_drills_tests_and_cancellations_make_no_draft(status: str, info_type: str) -> None:
    row = taken(shaken(status=status, info_type=info_type))

    assert (row.draft, bool(row.reason)) == (None, True)


# --- In order and out of it ---
def test_a_newer_message_outdates_the_older() -> None:
    taken(shaken(serial="1"))
    taken(shaken(serial="2", minute=36))

    assert flags() == {"1": (True, False), "2": (False, False)}


def test_an_older_message_that_arrives_later_is_outdated_at_once() -> None:
    taken(shaken(serial="2", minute=36))
    old = taken(shaken(serial="1"))

    assert flags() == {"1": (True, False), "2": (False, False)}
    assert not old.can_be_drafted


def test_a_cancellation_withdraws_what_came_before() -> None:
    first = taken(shaken())
    cancellation = taken(cancelling())

    assert flags() == {"1": (True, True), "2": (False, False)}
    assert cancellation.acts_on == first


def test_a_cancellation_that_arrives_first_is_not_forgotten() -> None:
    cancellation = taken(cancelling())
    first = taken(shaken())

    cancellation.refresh_from_db()
    assert (first.is_withdrawn, cancellation.acts_on) == (True, first)


def test_what_is_said_anew_after_a_cancellation_stands() -> None:
    taken(shaken())
    taken(cancelling())
    taken(shaken(serial="3", minute=45))

    assert flags() == {"1": (True, True), "2": (True, False), "3": (False, False)}


def test_a_correction_of_the_same_minute_comes_after_what_it_corrects() -> None:
    correction = taken(shaken(serial="1", info_type="訂正"))
    first = taken(shaken(serial="1"))

    correction.refresh_from_db()
    assert (first.is_outdated, first.is_withdrawn, correction.is_outdated) == (True, False, False)
    assert correction.acts_on == first
    assert correction.can_be_drafted


def test_other_events_other_types_and_drills_are_left_alone() -> None:
    taken(shaken(event_id="OTHER"))
    taken(report("震度速報", quake(("5-", "28", "530", "")), kind=SEISMOLOGY))
    taken(shaken())

    taken(cancelling(status="訓練"))

    assert not JmaMessage.objects.filter(is_withdrawn=True).exists()


def test_a_cancellation_does_not_reach_back_for_days() -> None:
    old = taken(shaken(reported="2026-11-20T10:00:00+09:00"))

    taken(cancelling())

    old.refresh_from_db()
    assert (old.is_withdrawn, old.is_outdated) == (False, False)


def test_messages_without_an_event_are_followed_by_their_title() -> None:
    body = warning("市町村等", item("03", "大雨警報", "2820100"))
    header = {"event_id": "", "serial": "", "head_title": "兵庫県気象警報・注意報"}
    taken(report("気象警報・注意報（Ｈ２７）", body, **header))
    taken(report("気象警報・注意報（Ｈ２７）", body, **header, reported="2026-11-23T11:00:00+09:00"))
    taken(report("気象警報・注意報（Ｈ２７）", body, **(header | {"head_title": "大阪府気象警報・注意報"})))

    outdated = JmaMessage.objects.filter(is_outdated=True)
    assert [row.title for row in outdated] == ["兵庫県気象警報・注意報"]


def test_a_message_without_a_moment_acts_on_nothing() -> None:
    taken(shaken())

    taken(cancelling(reported="きょう"))

    assert not JmaMessage.objects.filter(is_withdrawn=True).exists()


def test_replayed_messages_change_nothing() -> None:
    """All of them again, backwards, several times; bench/jma_replay.py does it with 10,000."""
    told = [shaken(serial=str(n), minute=n + 10) for n in range(1, 9)] + [cancelling(serial="9", minute=50)]
    for data in told:
        taken(data)
    before = list(JmaMessage.objects.order_by("id").values())

    for data in [*reversed(told), *told]:
        assert not take_in(data, by=ROBOT).is_new

    assert list(JmaMessage.objects.order_by("id").values()) == before


def test_any_order_of_arrival_ends_the_same() -> None:
    told = {"1": shaken(serial="1"), "2": shaken(serial="2", minute=36), "3": cancelling(serial="3")}
    for order in ("321", "213", "312"):
        JmaMessage.objects.all().delete()
        for serial in order:
            taken(told[serial])

        assert flags() == {"1": (True, True), "2": (True, True), "3": (False, False)}


def test_a_long_event_does_not_make_taking_slower() -> None:
    for n in range(1, 4):
        taken(shaken(serial=str(n), minute=n + 10))
    with CaptureQueriesContext(connection) as few:
        taken(shaken(serial="4", minute=20))
    for n in range(5, 20):
        taken(shaken(serial=str(n), minute=n + 20))
    with CaptureQueriesContext(connection) as many:
        taken(shaken(serial="20", minute=50))

    assert len(many) == len(few)


# --- Bulletins ---
def test_a_bulletin_of_the_own_places_is_begun(scene: Scene) -> None:
    row = taken(shaken(HIMEJI, KAKOGAWA))

    bulletin = start_from_message(row, scene.cast.himeji, by=scene.writer)

    assert (bulletin.step, bulletin.message, bulletin.areas) == ("draft", row, [HIMEJI])
    assert [(part.sentence.code, part.slots["place"]) for part in bulletin.parts.all() if part.sentence] == [
        ("QK-01", [HIMEJI])
    ]


def test_where_no_place_is_the_own_all_is_kept(scene: Scene) -> None:
    row = taken(shaken(KAKOGAWA))

    bulletin = start_from_message(row, scene.cast.himeji, by=scene.writer)

    assert [part.slots["place"] for part in bulletin.parts.all()] == [[KAKOGAWA]]
    assert bulletin.areas == []


def test_no_bulletin_is_begun_of_what_was_withdrawn_meanwhile(scene: Scene) -> None:
    row = taken(shaken())
    taken(cancelling())

    with pytest.raises(MoveRefusedError):
        start_from_message(row, scene.cast.himeji, by=scene.writer)

    assert not Bulletin.objects.exists()


def test_nobody_begins_one_for_others(scene: Scene) -> None:
    with pytest.raises(NotPermittedError):
        start_from_message(taken(shaken()), scene.cast.himeji, by=scene.neighbour)


@pytest.mark.parametrize(
    ("info_type", "kind"), [("取消", "disaster.jma_cancelled"), ("訂正", "disaster.jma_corrected")]
)
def test_people_are_told_and_the_live_bulletin_stands(scene: Scene, info_type: str, kind: str) -> None:
    bulletin = published(scene, message=taken(shaken()))
    before = Bulletin.objects.filter(pk=bulletin.pk).values().get()

    taken(shaken(serial="2", minute=40, info_type=info_type))
    taken(shaken(serial="2", minute=40, info_type=info_type))

    told = Notice.objects.filter(kind=kind).order_by("person__name_ja")
    assert {notice.person for notice in told} == {scene.writer, scene.publisher, scene.second}
    assert len(told) == 3
    assert Bulletin.objects.filter(pk=bulletin.pk).values().get() == before


def test_a_newer_message_tells_nobody(scene: Scene) -> None:
    draft(scene, message=taken(shaken()))

    taken(shaken(serial="2", minute=36))

    assert not Notice.objects.filter(kind__startswith="disaster.jma").exists()


def test_people_are_told_of_what_arrived_before_its_target(scene: Scene) -> None:
    """The cancellation comes between two reports that a bulletin was made of."""
    draft(scene, message=taken(shaken()))
    taken(shaken(serial="3", minute=50))

    taken(cancelling(serial="2", minute=40))

    assert Notice.objects.filter(kind="disaster.jma_cancelled").exists()


# --- Drills ---
def test_a_running_drill_takes_messages_of_drills(scene: Scene) -> None:
    exercise = drill(scene)

    row = taken(shaken(status="訓練"), exercise=exercise)

    assert row.draft
    assert start_from_message(row, scene.cast.himeji, by=scene.writer).exercise == exercise


def test_a_drill_takes_nothing_real(scene: Scene) -> None:
    with pytest.raises(DrillRefusedError, match="訓練の電文だけ"):
        taken(shaken(), exercise=drill(scene))

    assert not JmaMessage.objects.exists()


def test_a_drill_that_is_over_takes_nothing(scene: Scene) -> None:
    exercise = drill(scene)
    Exercise.objects.update(ends_at=exercise.starts_at + dt.timedelta(minutes=1))
    exercise.refresh_from_db()

    with pytest.raises(DrillRefusedError, match="行われていません"):
        taken(shaken(status="訓練"), exercise=exercise)


def test_every_drill_may_take_the_same_message(scene: Scene) -> None:
    data = shaken(status="訓練")
    recorded = taken(data)
    first, second = (taken(data, exercise=drill(scene)) for _ in range(2))

    assert len({recorded.pk, first.pk, second.pk}) == 3
    assert (recorded.draft is None, bool(first.draft), bool(second.draft)) == (True, True, True)


def test_a_message_of_a_drill_is_for_its_organisation_only(scene: Scene) -> None:
    row = taken(shaken(status="訓練"), exercise=drill(scene))

    with pytest.raises(MoveRefusedError, match="訓練をする団体だけ"):
        start_from_message(row, scene.cast.kakogawa, by=scene.neighbour)


def test_coasts_stand_in_no_prefecture() -> None:
    row = taken(report("津波警報・注意報・予報a", tsunami(coast("210", "51", "津波警報")), kind=SEISMOLOGY))

    assert row.prefectures == ""
