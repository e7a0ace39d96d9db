"""Stored values checked and said."""

from typing import Any

import pytest

from kakehashi.services.disaster.values import (
    Blank,
    Named,
    Names,
    NotSayableError,
    ValueRefusedError,
    clean,
    say,
    spoken,
)
from kakehashi.services.disaster.values.names import sign_name
from kakehashi.services.disaster.values.romaji import romanised

HIMEJI = Named("姫路市", "ひめじし", {"en": "Himeji City", "ko": "히메지 시"})
NAMES = Names(
    places={"city:2820100": HIMEJI, "river:1": Named("市川", "いちかわ")},
    facilities={12: Named("桜小学校", "さくらしょうがっこう", {"vi": "Trường tiểu học Sakura"})},
    choices={"intensity.5-": {"ja": "5弱", "en": "5 Lower"}, "spot.yard": {"ja": "校庭"}},
    languages={"vi": "Tiếng Việt"},
)


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("さくらしょうがっこう", "Sakura Shogakko"),
        ("おおさか", "Osaka"),
        ("しんばしえき", "Shimbashi Eki"),
        ("まっちゃ", "Matcha"),
        ("こんにゃく", "Konnyaku"),
        ("スーパー カトウ", "Supa Kato"),
        ("パーティー", "Pati"),
        ("ABC", "ABC"),
    ],
)
def test_kana_become_hepburn(kana: str, latin: str) -> None:
    assert romanised(kana).casefold() == latin.casefold()


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        ("place", ["city:2820100", "city:2820100"], ["city:2820100"]),
        ("place", "pref:28", ["pref:28"]),
        ("volcano", "volcano:506", "volcano:506"),
        ("river", "river:8606040001", "river:8606040001"),
        ("facility", {"id": "12"}, {"id": 12}),
        (
            "facility",
            {"ja": " 桜 小学校 ", "kana": "さくら しょうがっこう"},
            {"ja": "桜 小学校", "kana": "さくら しょうがっこう"},
        ),
        ("name", {"ja": "SSID-5G", "kana": ""}, {"ja": "SSID-5G"}),
        ("date", "2026-11-23", "2026-11-23"),
        ("time", "10:30:00", "10:30"),
        ("datetime", "2026-11-23T10:30:15", "2026-11-23T10:30"),
        ("hours", {"from": "10:00", "to": "15:00"}, {"from": "10:00", "to": "15:00"}),
        ("period", {"count": "7", "unit": "day"}, {"count": 7, "unit": "day"}),
        ("count", "３００", 300),
        ("money", 500, 500),
        ("measure", {"count": 3, "unit": "meter"}, {"count": 3, "unit": "meter"}),
        ("phone", "０７９−２２１−２１１１", "079-221-2111"),
        ("url", "https://example.jp/a ", "https://example.jp/a"),
        ("choice", "yard", "yard"),
        ("choice", ["a", "a", "b"], ["a", "b"]),
        ("intensity", "5-", "5-"),
        ("level", "4", 4),
        ("languages", ["vi", "vi"], ["vi"]),
        ("country", "VN", "VN"),
    ],
)
def test_what_is_stored(kind: str, raw: Any, stored: Any) -> None:
    assert clean(kind, raw) == stored


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("place", []),
        ("place", ["volcano:506"]),
        ("place", 3),
        ("volcano", "pref:28"),
        ("facility", {"ja": ""}),
        ("facility", {"ja": "桜《小》"}),
        ("facility", {"ja": "桜小学校", "kana": "sakura"}),
        ("name", {"ja": "あ" * 121}),
        ("date", "2026-02-30"),
        ("time", "25:00"),
        ("datetime", "soon"),
        ("hours", {"from": "10:00", "to": "10:00"}),
        ("period", {"count": 0, "unit": "day"}),
        ("period", {"count": 2, "unit": "year"}),
        ("count", "-1"),
        ("count", True),
        ("phone", "call me"),
        ("url", "javascript:alert(1)"),
        ("choice", "<b>"),
        ("intensity", "8"),
        ("level", 6),
        ("languages", "vi"),
        ("country", "XX"),
        ("nothing", "x"),
    ],
)
def test_what_is_refused(kind: str, raw: Any) -> None:
    with pytest.raises(ValueRefusedError) as refused:
        clean(kind, raw)

    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "姫路市"),
        ("ja-x-yasashi", "｜姫路市《ひめじし》"),
        ("en", "Himeji City"),
        ("ko", "히메지 시"),
        ("de", "Himeji City"),
        ("zh-Hans", "姫路市"),
        ("ru", "Himeji City (姫路市)"),
        ("ar", "\u2068Himeji City (姫路市)\u2069"),
    ],
)
def test_a_place_in_a_language_that_may_lack_its_name(language: str, said: str) -> None:
    assert spoken("place", ["city:2820100"], language, NAMES) == said


def test_facilities_are_said_as_on_the_sign_with_their_reading() -> None:
    assert spoken("facility", {"id": 12}, "en", NAMES) == "桜小学校 (Sakura Shogakko)"
    assert spoken("facility", {"id": 12}, "vi", NAMES) == "桜小学校 (Trường tiểu học Sakura)"
    assert spoken("facility", {"id": 12}, "zh-Hant", NAMES) == "桜小学校"
    assert spoken("name", {"ja": "SSID-5G"}, "my", NAMES) == "SSID-5G"


BLANKS = [Blank("site", "facility"), Blank("until", "date", is_required=False), Blank("count", "count")]
BODY = "{site}\nUntil {until}\n{count, plural, one{# person} other{# people}}"


def test_a_line_whose_optional_slot_is_empty_is_left_out() -> None:
    assert say(BODY, BLANKS, {"site": {"id": 12}, "count": 1}, "en", NAMES) == [
        "桜小学校 (Sakura Shogakko)",
        "1 person",
    ]


def test_what_is_filled_by_hand_has_a_line_to_write_on() -> None:
    assert say(BODY, BLANKS, {"count": 2}, "en", NAMES, by_hand=True) == ["＿＿＿＿＿＿", "2 people"]

    with pytest.raises(NotSayableError):
        say(BODY, BLANKS, {"count": 2}, "en", NAMES)


def test_a_choice_without_words_in_the_language_makes_the_sentence_unsayable() -> None:
    spot = [Blank("spot", "choice", "spot")]

    assert say("{spot}", spot, {"spot": ["yard"]}, "ja", NAMES) == ["校庭"]
    with pytest.raises(NotSayableError):
        say("{spot}", spot, {"spot": ["yard"]}, "en", NAMES)
    with pytest.raises(NotSayableError):
        say("{broken", spot, {}, "en", NAMES)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (Named("桜小学校", "さくらしょうがっこう"), "｜桜小学校《さくらしょうがっこう》"),
        (
            Named("給水所 中央公園", "きゅうすいじょ ちゅうおうこうえん"),
            "｜給水所《きゅうすいじょ》 ｜中央公園《ちゅうおうこうえん》",
        ),
        (Named("市川 ほとり", "いちかわ ほとり"), "｜市川《いちかわ》 ほとり"),
        (
            Named("給水所 中央公園", "きゅうすいじょちゅうおうこうえん"),
            "｜給水所 中央公園《きゅうすいじょちゅうおうこうえん》",
        ),
        (Named("公園 東"), "公園 東"),
    ],
)
def test_a_name_of_two_words_is_read_word_by_word(name: Named, said: str) -> None:
    assert sign_name(name, "ja-x-yasashi") == said
