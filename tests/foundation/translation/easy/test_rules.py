"""One sentence that breaks each rule and one that keeps it, with what is proposed."""

import pytest

from kakehashi.foundation.translation.easy import rules
from kakehashi.foundation.translation.easy.advice import ADVICE
from kakehashi.foundation.translation.easy.detectors import overall
from kakehashi.foundation.translation.easy.linting import DETECTORS, lint

_LONG = "今日の午後から夜にかけて大雨による土砂災害や河川の氾濫が発生する可能性が非常に高くなっていますので、早めの避難をお願いします。"
# rule, text that breaks it, proposal (None: not looked at), text that keeps it
BROKEN_AND_KEPT = [
    (
        "YJ01",
        "水が ほしい 人は、ペットボトルか なべを 持って、学校の 門に 来て ください。",
        None,
        "水を 飲んで ください。",
    ),
    ("YJ02", _LONG, None, "すぐに 逃げて ください。"),
    ("YJ03", "バスは 止まりましたが、電車は 動いて います。", None, "バスは 止まりました。"),
    (
        "YJ04",
        "水、毛布、ラジオを 持って きて ください。",
        "・水\n・毛布\n・ラジオ",
        "水と 毛布を 持って きて ください。",
    ),
    ("YJ05", "水を 飲まなければなりません。", "飲んでください", "水を 飲んで ください。"),
    ("YJ05", "余震が 来ないことはない。", "", "余震は 来ません。"),
    ("YJ06", "道が 閉鎖されました。", None, "市が 道を 閉めました。"),
    ("YJ06", "水を 運ばせます。", None, "ここで 水が もらえます。食べられます。"),
    ("YJ07", "ここで お待ちください。", "待ってください", "ここで 待って ください。"),
    ("YJ07", "水を 配布いたします。", "します", "お金は いりません。"),
    ("YJ08", "すぐに 逃げる。", "逃げます", "すぐに 逃げます。"),
    ("YJ09", "ライフラインが 止まりました。", "電気・ガス・水道", "トイレが 使えません。"),
    ("YJ10", "国保の 人は 来て ください。", "国民健康保険", "国民健康保険の 人は 来て ください。"),
    ("YJ10", "DMATが 来ます。", "", "SIMカードを 買って ください。"),
    ("YJ11", "ぐらぐら 揺れます。", "大きく", "いろいろな 人が います。"),
    ("YJ12", "速やかに 逃げて ください。", "すぐに", "すぐに 逃げて ください。"),
    ("YJ12", "3時ごろ 来て ください。", "", "3時に 来て ください。"),
    ("YJ13", "高い ところへ 避難してください。", "逃げて", "高い ところへ 逃げて ください。"),
    (
        "YJ14",
        "余震が あります。",
        "余震《よしん》＜後《あと》から 来《く》る 地震《じしん》＞",
        "余震＜後から 来る 地震＞が あります。",
    ),
    ("YJ15", "避難所で水と食料を配布中です。", None, "水を 飲んで ください。"),
    ("YJ16", "堤防を 見ないで ください。", None, "水を 見ないで ください。"),
    ("YJ17", "高いところ", "高《たか》", "高《たか》いところ"),
    ("YJ17", "20日", "｜20日《はつか》", "｜20日《はつか》"),
    (
        "YJ18",
        "すぐに高いところへにげてください。",
        "すぐに 高い ところへ にげて ください。",
        "すぐに 高い ところへ にげて ください。",
    ),
    ("YJ19", "水分補給を して ください。", "水を飲むこと", "水を 飲んで ください。"),
    ("YJ19", "災害支援情報提供窓口", None, "電話番号"),
    ("YJ20", "家から 離れること。", "離れてください", "家から 離れて ください。"),
    ("YJ20", "すぐに 逃げろ。", "逃げてください", "すぐに 逃げましょう。"),
    ("YJ21", "寝たり 食べたり します。", "寝て", "寝ます。"),
    ("YJ22", "水は 1本しか もらえません。", "だけ", "水は 1本だけ もらえます。"),
    ("YJ23", "令和8年に 始まります。", "2026年", "2026年に 始まります。"),
    (
        "YJ23",
        "2026年11月23日に 来て ください。",
        "2026年11月23日（月曜日）",
        "2026年11月23日（月曜日）に 来て ください。",
    ),
    ("YJ23", "9時〜12時", "9時から12時まで", "9時から 12時まで"),
    ("YJ24", "14:00に 来て ください。", "午後2時", "午後2時に 来て ください。"),
    ("YJ24", "18時30分に 来て ください。", "午後6時30分", "9:00に 来て ください。"),
    ("YJ25", "明日 来て ください。", "○月○日（○曜日）", "11月23日（月曜日）に 来て ください。"),
    (
        "YJ26",
        "雨が 降ります。風も 強いです。川の 水が 多いです。逃げて ください。",
        None,
        "逃げて ください。雨が 降ります。",
    ),
    ("YJ27", "水を 飲みます。" * 150, None, "水を 飲みます。"),
    ("YJ28", "たとえば、水、パン、毛布、ラジオを 持ちます。", None, "たとえば、水、パンを 持ちます。"),
    ("YJ29", "水は 3時に 500円で 買って ください。", None, "時間：3時"),
    ("YJ30", "三人で 来て ください。", "3人", "一番 大切です。"),
    (
        "YJ31",
        "電話：03-0000-0000",
        "03-0000-0000\n時間：\n言葉：",
        "電話：03-0000-0000\n時間：9時から 17時まで\n言葉：英語",
    ),
    ("YJ32", "いざというときに 使います。", "危ないとき", "危ない ときに 使います。"),
    ("YJ33", "赤い ところは 危ないです。", "", "川の 近くは 危ないです。"),
    ("YJ34", _LONG, None, "水は ここに あります。トイレは あそこに あります。パンは 3時に あります。"),
    ("YJ35", "災害支援情報提供窓口開設", None, "ここは とても いい ところです。"),
    ("YJ36", "市の 学校の 門の 前で 水を もらいます。", None, "水は 学校に あります。"),
]


@pytest.mark.parametrize(("rule", "broken", "proposal", "kept"), BROKEN_AND_KEPT)
def test_each_rule_finds_what_breaks_it_and_nothing_else(
    rule: str, broken: str, proposal: str | None, kept: str
) -> None:
    wrong = [hit for hit in lint(broken).hits if hit.rule == rule]
    right = [hit for hit in lint(kept).hits if hit.rule == rule]

    assert wrong
    assert right == []
    if proposal is not None:
        assert proposal in {hit.proposal for hit in wrong}


def test_every_rule_has_an_example_a_detector_and_advice() -> None:
    names = [f"YJ{number:02}" for number in range(1, 37)]

    assert list(rules.rules()) == names
    assert sorted({rule for rule, *_rest in BROKEN_AND_KEPT}) == names
    assert sorted([*DETECTORS, *overall.DETECTORS]) == names
    assert sorted(ADVICE) == names


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("みずが ほしい ひとは、いますぐ がっこうに きて ください。", None),  # 24 morae
        ("みずが ほしい ひとは、いますぐ がっこうまで きて ください。", "warn"),  # 25
        ("みずが ほしい ひとは、いますぐ ちかくの いい がっこうに きて ください。", "warn"),  # 30
        ("みずが ほしい ひとは、いますぐ ちかくの いい がっこうまで きて ください。", "error"),  # 31
    ],
)
def test_a_sentence_of_an_emergency_has_24_morae_and_never_more_than_30(text: str, severity: str | None) -> None:
    found = {hit.severity for hit in lint(text).hits if hit.rule == "YJ01"}

    assert found == ({severity} if severity else set())


def test_daily_life_may_take_longer_sentences_and_more_kanji() -> None:
    text = "会社を 休む 人は 電話を して、休みの 日を 言って ください。"

    emergency = {hit.rule for hit in lint(text, "emergency").hits}
    living = {hit.rule for hit in lint(text, "living").hits}

    assert {"YJ01", "YJ15"} <= emergency
    assert not {"YJ01", "YJ15"} & living


def test_a_word_of_the_highest_level_is_an_error_others_warn() -> None:
    severities = {hit.severity for hit in lint("橋が 崩壊しました。").hits if hit.rule == "YJ13"}
    milder = {hit.severity for hit in lint("家具を 見ます。").hits if hit.rule == "YJ13"}

    assert (severities, milder) == ({"error"}, {"warn"})


def test_a_word_to_keep_is_explained_once() -> None:
    text = (
        "余震＜後から 来る 地震＞が あります。余震に 気を つけて ください。避難所＜逃げる ところ＞へ 逃げて ください。"
    )

    rules_hit = [hit.rule for hit in lint(text).hits]

    assert "YJ14" not in rules_hit
