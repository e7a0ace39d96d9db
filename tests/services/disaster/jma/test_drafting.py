"""From what a message says to sentences of the bank, or to the reason why there is none."""

from typing import Any

import pytest

from kakehashi.services.disaster.jma.drafting import MOST_PLACES, draft
from kakehashi.services.disaster.jma.messages import read
from tests.services.disaster.jma.messages import (
    SEISMOLOGY,
    VOLCANOLOGY,
    coast,
    coded,
    information,
    item,
    quake,
    report,
    tsunami,
    volcano,
    warning,
)

AREA, RIVER = "気象情報／府県予報区・細分区域等", "河川"
WHEN = {"occurred_at": "2026-11-23T10:30", "epicentre": ["epicentre:288"]}
SHAKEN = quake(("5-", "13", "350", "1310100"))


def sentences(data: bytes, name: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    drafted = draft(read(data, name))
    assert drafted.draft, drafted.reason
    assert drafted.reason == ""
    return [(sentence["code"], sentence["slots"]) for sentence in drafted.draft["sentences"]]


def refusal(data: bytes, *, in_drill: bool = False) -> str:
    drafted = draft(read(data), in_drill=in_drill)
    assert drafted.draft is None
    return drafted.reason


def test_strong_quake_is_told_with_its_intensities_and_no_tsunami() -> None:
    body = quake(("5-", "13", "350", "1310100"), ("4", "14", "360", "1410000"), ("3", "12", "341", "1220300"))

    told = sentences(report("震源・震度に関する情報", body, kind=SEISMOLOGY))

    assert told == [
        ("QK-01", {"place": ["city:1310100"], "occurred_at": "2026-11-23T10:30", "intensity": "5-"}),
        ("QK-08", {"place": ["city:1310100"], "intensity": "5-", **WHEN}),
        ("QK-08", {"place": ["city:1410000"], "intensity": "4", **WHEN}),
        ("TS-06", {}),
    ]


def test_intensity_of_three_is_told_where_nothing_stronger_is() -> None:
    body = quake(("3", "12", "341", "1220300"), comment="0217")

    assert sentences(report("震源・震度に関する情報", body, kind=SEISMOLOGY)) == [
        ("QK-08", {"place": ["city:1220300"], "intensity": "3", **WHEN})
    ]


def test_larger_areas_are_named_where_the_cities_are_too_many() -> None:
    shaken = [("4", "13", "350", f"13{number:03}00") for number in range(MOST_PLACES + 1)]

    told = sentences(report("震源・震度に関する情報", quake(*shaken, comment=""), kind=SEISMOLOGY))

    assert told == [("QK-08", {"place": ["quake:350"], "intensity": "4", **WHEN})]


def test_tsunami_warnings_are_told_most_dangerous_first_with_the_first_arrival() -> None:
    body = tsunami(
        coast("100", "62", "津波注意報", arrival="11:40"),
        coast("201", "51", "津波警報", arrival="11:20", height="３ｍ"),
        coast("300", "51", "津波警報", arrival="11:05", height="３ｍ"),
        coast("210", "53", "大津波警報：発表", arrival="10:50", height="巨大"),
    )

    told = sentences(report("津波警報・注意報・予報a", body, kind=SEISMOLOGY))

    assert told == [
        ("TS-02", {"coast": ["tsunami:210"], "arrives_at": "2026-11-23T10:50", "height": "huge"}),
        ("TS-03", {"coast": ["tsunami:201", "tsunami:300"], "arrives_at": "2026-11-23T11:05", "height": "3m"}),
        ("TS-04", {"coast": ["tsunami:100"]}),
    ]


def test_no_arrival_is_told_where_the_wave_may_be_there_already() -> None:
    body = tsunami(
        coast("201", "51", "津波警報", arrival="11:20", height="３ｍ"),
        coast("300", "51", "津波警報", condition="津波到達中と推測", height="３ｍ"),
    )

    assert sentences(report("津波警報・注意報・予報a", body, kind=SEISMOLOGY)) == [
        ("TS-03", {"coast": ["tsunami:201", "tsunami:300"], "height": "3m"})
    ]


def test_lifted_tsunami_warnings_give_the_all_clear_for_each() -> None:
    body = tsunami(coast("201", "50", "警報解除"), coast("300", "60", "津波注意報解除")).replace(
        "<Kind><Name>警報解除</Name>", "<LastKind><Code>52</Code></LastKind><Kind><Name>警報解除</Name>"
    )

    told = sentences(report("津波警報・注意報・予報a", body, kind=SEISMOLOGY))

    assert told == [
        ("TS-05", {"warning": "major_warning", "coast": ["tsunami:201"], "lifted_at": "2026-11-23T10:35"}),
        ("TS-05", {"warning": "advisory", "coast": ["tsunami:300"], "lifted_at": "2026-11-23T10:35"}),
    ]


def test_warnings_without_a_level_name_every_city_once_with_all_its_kinds() -> None:
    body = warning("府県予報区等", item("03", "大雨警報", "130000")) + warning(
        "市町村等",
        item("03", "大雨警報", "1310100"),
        item("03", "大雨警報", "1310200"),
        item("33", "大雨特別警報", "1310300"),
        item("04", "洪水警報", "1310300"),
        item("14", "雷注意報", "1310100"),
    )

    assert sentences(report("気象警報・注意報（Ｈ２７）", body, reported="2026-05-01T00:00:00+09:00")) == [
        ("WX-03", {"kind": ["33", "04"], "place": ["city:1310300"]}),
        ("WX-03", {"kind": ["03"], "place": ["city:1310100", "city:1310200"]}),
    ]


def test_advisories_are_told_where_no_warning_is() -> None:
    body = warning("市町村等", item("14", "雷注意報", "1310100"), item("21", "乾燥注意報", "1310100"))

    assert sentences(report("気象警報・注意報（Ｈ２７）", body)) == [
        ("WX-03", {"kind": ["14"], "place": ["city:1310100"]})
    ]


def test_warnings_with_a_level_are_told_by_level() -> None:
    body = warning(
        "市町村等", item("29", "レベル２土砂災害注意報", "1310100"), item("49", "レベル４土砂災害危険警報", "1310200")
    )

    assert sentences(report("気象警報・注意報（Ｒ０６）（土砂）", body)) == [
        ("WX-04", {"kind": ["49"], "place": ["city:1310200"], "level": 4}),
        ("WX-04", {"kind": ["29"], "place": ["city:1310100"], "level": 2}),
        ("WX-06", {"place": ["city:1310200"]}),
    ]


def test_lifted_warning_has_no_sentence() -> None:
    body = warning("市町村等", item("03", "大雨警報", "1310100", status="解除"))

    assert refusal(report("気象警報・注意報（Ｈ２７）", body)) == (
        "解除の電文です。合う文例がありません。前の電文から作った情報を見直してください。"
    )


def test_nothing_issued_is_nothing_to_say() -> None:
    body = warning("市町村等", item("", "", "1310100", status="発表警報・注意報はなし"))

    assert refusal(report("気象警報・注意報（Ｈ２７）", body)) == "文にする内容がありません。"


def test_rivers_are_told_one_by_one_and_their_level_by_area() -> None:
    there = information(RIVER, "40", "氾濫危険情報", ("早川", "8303030611"), kind="指定河川洪水予報（河川）")
    there += information(AREA, "40", "氾濫危険情報", ("群馬県", "100000"), kind="指定河川洪水予報（府県予報区等）")

    assert sentences(report("指定河川洪水予報", information=there), "VXKO50") == [
        ("WX-05", {"river": "river:8303030611"}),
        ("WX-04", {"kind": ["flood_4"], "place": ["area:100000"], "level": 4}),
    ]


def test_landslides_tornadoes_and_rain() -> None:
    soil = warning("", item("3", "警戒", "1420600"), kind="土砂災害警戒情報").replace("（）", "")
    wind = warning("市町村等", item("1", "竜巻注意情報", "2610000"), kind="竜巻注意情報")
    rain = warning("発表細分", item("1", "記録的短時間大雨情報", "270000"), kind="記録的短時間大雨情報")

    assert sentences(report("土砂災害警戒情報", soil)) == [("WX-06", {"place": ["city:1420600"]})]
    assert sentences(report("竜巻注意情報", wind)) == [("WX-08", {"place": ["city:2610000"]})]
    assert sentences(report("記録的短時間大雨情報", rain, headline="約１２０ミリ")) == [
        ("WX-07", {"place": ["area:270000"], "rain": {"count": 120, "unit": "millimeter"}})
    ]


def test_record_rain_of_the_new_bulletins_names_the_cities() -> None:
    tag = information(AREA, "", "情報タグ", ("網走地方", "013010")).replace(
        "<Code></Code>", "<Condition>記録雨</Condition>"
    )
    seen = coded("Area", "美幌町", "0154300").replace("<Area>", '<Area codeType="気象・地震・火山情報／市町村等">')
    body = f"<MeteorologicalInfos><MeteorologicalInfo><Item>{seen}</Item></MeteorologicalInfo></MeteorologicalInfos>"

    told = sentences(report("府県気象防災速報", body, information=tag, headline="１時間に約１００ミリ"))

    assert told == [("WX-07", {"place": ["city:0154300"], "rain": {"count": 100, "unit": "millimeter"}})]


def test_heat_is_told_for_the_prefecture_of_the_title() -> None:
    data = report("熱中症警戒アラート", head_title="埼玉県熱中症警戒アラート")

    assert sentences(data) == [("WX-09", {"place": ["pref:11"]})]


@pytest.mark.parametrize(
    ("code", "told"), [("13", [("VO-01", {"volcano": "volcano:306", "level": "13"})]), ("11", None)]
)
def test_volcano_is_told_above_its_first_level(code: str, told: list[Any] | None) -> None:
    body = volcano("噴火警報・予報（対象火山）", code, "レベル", "火山名", ("浅間山", "306"))
    drafted = draft(read(report("噴火警報・予報", body, kind=VOLCANOLOGY))).draft

    assert (drafted and [tuple(sentence.values()) for sentence in drafted["sentences"]]) == told


def test_ash_is_told_once_for_every_town() -> None:
    there = [("鹿児島市", "4620100")]
    body = "".join(
        volcano("降灰予報（対象市町村等）", code, "降灰", "気象・地震・火山情報／市町村等", *there)
        for code in ("72", "71", "75")
    )

    assert sentences(report("降灰予報（速報）", body, kind=VOLCANOLOGY)) == [("VO-02", {"place": ["city:4620100"]})]


@pytest.mark.parametrize(
    ("status", "info_type", "reason"),
    [
        ("訓練", "発表", "訓練の電文です。訓練の中でだけ使えます。"),
        ("試験", "発表", "試験の電文です。原稿にはしません。"),
        ("通常", "取消", "取消の電文です。前に出た情報を見直してください。"),
        ("", "発表", "運用種別が「」です。知らない種別なので、原稿にはしません。"),
        ("実験", "発表", "運用種別が「実験」です。知らない種別なので、原稿にはしません。"),
        ("通常", "予告", "情報形態が「予告」です。知らない形態なので、原稿にはしません。"),
    ],
)
def test_no_draft_is_made_of(status: str, info_type: str, reason: str) -> None:
    data = report("震源・震度に関する情報", SHAKEN, status=status, info_type=info_type, kind=SEISMOLOGY)

    assert refusal(data) == reason


@pytest.mark.parametrize("info_type", ["訂正", "遅延"])
def test_corrected_and_late_messages_make_drafts(info_type: str) -> None:
    data = report("震源・震度に関する情報", SHAKEN, info_type=info_type, kind=SEISMOLOGY)

    assert sentences(data)[0][0] == "QK-01"


def test_drill_takes_messages_of_drills_and_nothing_real() -> None:
    real = report("震源・震度に関する情報", SHAKEN, kind=SEISMOLOGY)
    drill = report("震源・震度に関する情報", SHAKEN, status="訓練", kind=SEISMOLOGY)
    cancelled = report("震源・震度に関する情報", SHAKEN, status="訓練", info_type="取消", kind=SEISMOLOGY)

    assert draft(read(drill), in_drill=True).draft
    assert refusal(real, in_drill=True) == "訓練の中では、訓練の電文だけを使えます。"
    assert refusal(cancelled, in_drill=True) == "取消の電文です。前に出た情報を見直してください。"


def test_early_warnings_are_recorded_only() -> None:
    data = report("緊急地震速報（警報）", SHAKEN, kind=SEISMOLOGY)

    assert refusal(data) == "緊急地震速報は記録だけします。文を作る時間がありません。"


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("まだ知らない情報", "知らない種類の電文です。見出しまで読みました。"),
        ("府県天気概況", "この種類の電文に合う文例がありません。見出しまで読みました。"),
    ],
)
def test_what_has_no_sentence_says_so(title: str, reason: str) -> None:
    assert refusal(report(title)) == reason
