"""What is understood of a message: its header always, its body as far as its type is known."""

import datetime
import hashlib

import pytest

from kakehashi.services.disaster.choices import JmaFamily
from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.messages import read
from tests.services.disaster.jma.messages import (
    SEISMOLOGY,
    VOLCANOLOGY,
    coast,
    information,
    item,
    quake,
    report,
    tsunami,
    volcano,
    warning,
)

CITY, AREA = "気象・地震・火山情報／市町村等", "気象情報／府県予報区・細分区域等"


def test_header_is_read() -> None:
    data = report("震度速報", status="訓練", info_type="訂正", event_id="E1", serial="2", headline=" 強い揺れ。\n")

    message = read(data, "20261123013500_0_VXSE51_010000.xml")

    assert (message.type, message.title, message.family) == ("VXSE51", "震度速報", "quake")
    assert (message.status, message.info_type, message.event_id, message.serial) == ("訓練", "訂正", "E1", "2")
    assert message.reported_at == datetime.datetime.fromisoformat("2026-11-23T10:35:00+09:00")
    assert (message.valid_until, message.head_text) == (None, "強い揺れ。")
    assert message.digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "title", "code", "family"),
    [
        (None, "震度速報", "VXSE51", "quake"),
        ("VXSE51", "津波情報a", "VTSE51", "tsunami"),  # the title is part of the message, the name is not
        ("17_04_01_VXWW50.xml", "土砂災害警戒情報", "VXWW50", "landslide"),
        ("VXKO64", "指定河川洪水予報", "VXKO64", "flood"),
        (None, "指定河川洪水予報", "VXKOii", "flood"),
        ("VXSE99", "新しい地震の情報", "VXSE99", "quake"),
        ("VZZZ10", "まだ知らない情報", "VZZZ10", "other"),
        ("mail.xml", "まだ知らない情報", "", "other"),
    ],
)
def test_type_and_family(name: str | None, title: str, code: str, family: str) -> None:
    message = read(report(title), name)

    assert (message.type, message.family) == (code, family)


def test_unknown_type_is_understood_to_its_places() -> None:
    data = report(
        "まだ知らない情報", "<New><Shape/></New>", information=information(AREA, "1", "新", ("東京", "130010"))
    )

    message = read(data, "VZZZ10")

    assert (message.areas, message.names, message.facts) == (("area:130010",), {"area:130010": "東京"}, ())


def test_moments_that_are_none_are_nothing() -> None:
    assert read(report("震度速報", reported="あした")).reported_at is None


def test_moment_without_zone_is_japanese() -> None:
    message = read(report("震度速報", reported="2026-11-23T10:35:00"))

    assert message.reported_at == datetime.datetime.fromisoformat("2026-11-23T10:35:00+09:00")


def test_intensities_of_each_layer_are_facts() -> None:
    message = read(report("震源・震度に関する情報", quake(("5-", "13", "350", "1310100")), kind=SEISMOLOGY))

    shaken = [(fact.layer, fact.code, fact.places[0].code) for fact in message.facts if fact.table == "intensity"]
    assert shaken == [("pref", "5-", "pref:13"), ("quake", "5-", "quake:350"), ("city", "5-", "city:1310100")]
    assert message.areas == ("epicentre:288", "pref:13", "quake:350", "city:1310100")


def test_warnings_of_each_layer_are_facts_and_nothing_is_none() -> None:
    body = warning("一次細分区域等", item("03", "大雨警報", "130010")) + warning(
        "市町村等",
        item("03", "大雨警報", "1310100"),
        item("15", "強風注意報", "1310100", status="解除"),
        item("", "", "1310200", status="発表警報・注意報はなし"),
    )

    message = read(report("気象警報・注意報（Ｈ２７）", body))

    found = [(fact.layer, fact.code, fact.is_lifted, fact.places[0].code) for fact in message.facts]
    assert found == [
        ("primary", "03", False, "area:130010"),
        ("city", "03", False, "city:1310100"),
        ("city", "15", True, "city:1310100"),
    ]


def test_coasts_have_arrival_and_height() -> None:
    body = tsunami(coast("210", "51", "津波警報", arrival="11:00", height="３ｍ"))

    (fact,) = read(report("津波警報・注意報・予報a", body, kind=SEISMOLOGY)).facts

    assert (fact.table, fact.code, fact.places[0].code) == ("tsunami", "51", "tsunami:210")
    assert fact.values == {"last": "", "arrival": "2026-11-23T11:00:00+09:00", "height": "３ｍ"}


def test_volcano_has_its_level_and_its_towns() -> None:
    body = volcano("噴火警報・予報（対象火山）", "13", "レベル３（入山規制）", "火山名", ("浅間山", "306")) + volcano(
        "噴火警報・予報（対象市町村等）", "02", "火口周辺警報", CITY, ("長野県軽井沢町", "2032100")
    )

    message = read(report("噴火警報・予報", body, kind=VOLCANOLOGY))

    assert [(fact.code, fact.level) for fact in message.facts] == [("13", 3), ("02", None)]
    assert message.areas == ("volcano:306", "city:2032100")


def test_record_rain_has_its_millimetres() -> None:
    body = warning("発表細分", item("1", "記録的短時間大雨情報", "270000"), kind="記録的短時間大雨情報")

    (fact,) = read(report("記録的短時間大雨情報", body, headline="中央区で約１００ミリ\n北区で１３０ミリ")).facts

    assert fact.values == {"millimetres": "130"}


def test_codes_that_nobody_knows_are_kept_in_japanese_and_counted() -> None:
    body = warning("市町村等", item("77", "新しい警報", "9999999", place="新しい市"))

    message = read(report("気象警報・注意報（Ｈ２７）", body))

    assert message.gaps == {"city:9999999": "新しい市", "weather:77": "新しい警報"}
    assert [(fact.code, fact.name, fact.places[0].name) for fact in message.facts] == [("77", "新しい警報", "新しい市")]


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("大雨警報", "2026-05-27", ("大雨警報", None)),
        ("レベル３大雨警報", "2026-05-28", ("レベル３大雨警報", 3)),
        ("", "2026-05-27", ("大雨警報", None)),
        ("", "2026-05-28", ("レベル３大雨警報", 3)),
        ("レベル３大雨警報", "2024-11-02", ("レベル３大雨警報", 3)),  # the message itself says which
    ],
)
def test_code_means_what_it_meant_that_day(name: str, day: str, expected: tuple[str, int | None]) -> None:
    kind = tables.kind_of("weather", "3", name, datetime.date.fromisoformat(day))

    assert kind
    assert (kind.name, kind.level) == expected


def test_flood_codes_are_known_by_their_tens() -> None:
    kind = tables.kind_of("flood", "41", "", None)

    assert kind
    assert (kind.code, kind.level) == ("40", 4)


def test_tables_name_no_code_twice_on_one_day() -> None:
    kinds = [kind for same in tables.kinds().values() if len(same) > 1 for kind in same]

    assert {(kind.valid_from, kind.valid_until) for kind in kinds} == {("", "2026-05-27"), ("2026-05-28", "")}


def test_every_family_is_known() -> None:
    assert {kind.family for kind in tables.types()} | {"other"} == set(JmaFamily.values)
