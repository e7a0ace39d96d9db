"""Each check alone: what it finds, where, and what it lets pass."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.foundation.translation.checks.reading import Candidate, Finding, Severity, Usage, scripts_of
from kakehashi.foundation.translation.checks.running import CHECKS, check
from kakehashi.foundation.translation.choices import TermRule

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def found(candidate: Candidate, name: str) -> list[tuple[Severity, str, str]]:
    """(severity, message, the part of the body) of what one check finds."""
    return [
        (finding.severity, finding.message, candidate.body[finding.start : finding.end])
        for finding in check(candidate)
        if finding.check == name
    ]


def messages(candidate: Candidate, name: str) -> list[str]:
    return [message for _severity, message, _part in found(candidate, name)]


def test_findings_come_with_errors_first_then_by_place() -> None:
    findings = check(Candidate("{place}へ。", "Go to the shelter。 １", "en"))

    assert [(finding.check, finding.severity) for finding in findings] == [
        ("slots", ERROR),
        ("widths", ERROR),
        ("numbers", WARNING),
        ("endings", WARNING),
    ]
    assert findings[0] == Finding("slots", ERROR, "差し込み{place}がありません。", 0, 20)


def test_findings_are_told_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert messages(Candidate("{place}", "There", "en"), "slots") == ["{place} is missing."]


def test_a_good_translation_is_found_without_fault() -> None:
    source = "津波《つなみ》です。｜3m《さんメートル》 高《たか》い 所《ところ》へ 逃《に》げてください。\n☎ {phone}"
    body = "Tsunami. Go to a place 3 m high.\n☎ {phone}"

    assert check(Candidate(source, body, "en", source_language="ja-x-yasashi", limit=40)) == []


def test_every_check_is_run() -> None:
    assert len({each.__module__ for each in CHECKS}) == len(CHECKS) == 15


@settings(deadline=None)  # a busy machine is not a fault
@given(
    st.text(alphabet="aÄ{}, #pluraothe1-２。.?《》｜\n\u200b\u200c\u2066\u2069避难難ひкเတ်ေक्عخ한", max_size=40),
    st.sampled_from(["ja", "ja-x-yasashi", "en", "de", "zh-Hans", "zh-Hant", "ko", "th", "ru", "hi", "my", "ar", "tr"]),
)
def test_whatever_is_written_is_judged_and_every_finding_has_its_place(body: str, language: str) -> None:
    for finding in check(Candidate("避難所《ひなんじょ》へ 119\n{place}。", body, language, limit=20)):
        assert 0 <= finding.start <= finding.end <= len(body)
        assert finding.message


# slots


def test_slots_are_those_of_the_source_or_those_named() -> None:
    assert found(Candidate("{place} {time}", "{place} {tiem}", "en"), "slots") == [
        (ERROR, "差し込み{time}がありません。", "{place} {tiem}"),
        (ERROR, "差し込み{tiem}は元の文にありません。", "{tiem"),
    ]
    assert found(Candidate("", "{place} {time}", "ja", slots=frozenset({"place", "time"})), "slots") == []
    assert messages(Candidate("", "{place}", "ja", slots=frozenset()), "slots") == [
        "差し込み{place}は元の文にありません。"
    ]
    assert found(Candidate("", "{place}", "ja"), "slots") == []


def test_a_broken_slot_is_found_at_its_place() -> None:
    assert found(Candidate("{place}", "Go to {place", "en"), "slots") == [
        (ERROR, "「{」に対応する「}」がありません。", "{place")
    ]


@pytest.mark.parametrize(
    ("language", "body", "problems"),
    [
        ("en", "{n, plural, one{# day} other{# days}}", []),
        ("en", "{n, plural, other{# days}}", ["この言語の複数形が足りません：one"]),
        ("ru", "{n, plural, one{# день} other{# дня}}", ["この言語の複数形が足りません：few、many"]),
        ("fr", "{n, plural, one{# jour} other{# jours}}", []),
        ("vi", "{n, plural, one{# ngày} other{# ngày}}", ["この言語では使わない複数形です：one"]),
    ],
)
def test_plurals_have_the_forms_of_the_language(language: str, body: str, problems: list[str]) -> None:
    assert messages(Candidate("{n, plural, other{#日}}", body, language), "slots") == problems


# lines


def test_lines_are_as_many_as_in_the_source_and_not_empty() -> None:
    assert found(Candidate("あ\nい", "One", "en"), "lines") == [(WARNING, "1行あります。元の文は2行です。", "One")]
    assert messages(Candidate("あ\nい", "One\n ", "en"), "lines") == ["空の行があります。"]
    assert found(Candidate("あ", " ", "en"), "lines") == [(ERROR, "文がありません。", " ")]


# scripts


@pytest.mark.parametrize(
    ("language", "scripts"),
    [
        ("ja-x-yasashi", ("Han", "Hira", "Kana")),
        ("zh-Hant", ("Han",)),
        ("ko", ("Hang",)),
        ("ne", ("Deva",)),
        ("mn", ("Cyrl",)),
        ("fil", ("Latn",)),
        ("fa", ("Arab",)),
    ],
)
def test_each_language_has_its_scripts(language: str, scripts: tuple[str, ...]) -> None:
    assert scripts_of(language) == scripts


def test_a_text_is_in_the_letters_of_its_language() -> None:
    assert found(Candidate("", "Evacuate now", "th"), "scripts") == [
        (ERROR, "この言語の文字で書かれていません。", "Evacuate now")
    ]
    assert found(Candidate("", "Немедленно идите в shelter วัน", "ru"), "scripts") == [
        (ERROR, "この言語では使わない文字です：วัน", "วัน")
    ]
    assert messages(Candidate("", "去 evacuation shelter", "zh-Hans"), "scripts") == [
        "この言語の文字が半分もありません。"
    ]


def test_names_in_latin_letters_and_signs_in_japanese_may_stand_in_a_text() -> None:
    assert found(Candidate("", "เชื่อมต่อ Wi-Fi ได้ที่นี่", "th"), "scripts") == []
    assert found(Candidate("", "Look for the sign “避難所”, or (ひなん じょ, shelter).", "en"), "scripts") == []
    assert found(Candidate("LINE", "LINE", "th"), "scripts") == []


def test_letters_of_two_scripts_that_look_alike_are_found_in_one_word() -> None:
    assert found(Candidate("", "Идите в cкладское здание", "ru"), "scripts") == [
        (
            ERROR,
            "1つの語に、よく似た別の文字（ラテン文字とキリル文字）が混ざっています：cкладское",
            "cкладское",
        )
    ]


# han


def test_chinese_is_in_the_characters_of_its_script() -> None:
    assert found(Candidate("", "請去避難所", "zh-Hans"), "han") == [
        (ERROR, "簡体字の文に、繁体字があります：請難", "請去避難")
    ]
    assert found(Candidate("", "请去避难所", "zh-Hant"), "han") == [
        (ERROR, "繁体字の文に、簡体字があります：请难", "请去避难")
    ]
    assert found(Candidate("", "坐電車去駅", "zh-Hant"), "han") == [(WARNING, "日本の字体の漢字があります：駅", "駅")]


def test_characters_both_scripts_have_and_other_languages_are_left_alone() -> None:
    assert found(Candidate("", "水在台面上", "zh-Hant"), "han") == []
    assert found(Candidate("", "避難所へ行く", "ja"), "han") == []


# leftovers


def test_a_text_that_is_still_its_source_is_found() -> None:
    assert found(Candidate("Go now", "Go now", "fr", source_language="en"), "leftovers") == [
        (ERROR, "元の文と同じです。まだ訳されていません。", "Go now")
    ]
    assert found(Candidate("Wi-Fi", "Wi-Fi", "fr", source_language="en"), "leftovers") == []
    assert found(Candidate("地震", "地震", "zh-Hant"), "leftovers") == []
    assert found(Candidate("大雨特別警報", "大雨特別警報", "zh-Hant"), "leftovers") == []
    assert found(Candidate("10メートル", "10メートル", "ja-x-yasashi"), "leftovers") == []
    assert found(Candidate("水を飲む", "水を飲む", "ja-x-yasashi"), "leftovers") != []


def test_kana_and_marks_of_furigana_are_japanese_only() -> None:
    assert found(Candidate("", "请去ひなん所", "zh-Hans"), "leftovers") == [
        (ERROR, "日本語のかなが残っています：ひなん", "ひなん")
    ]
    assert messages(Candidate("", "Go to 《here》", "en"), "leftovers") == [
        "ふりがなの記号《は、日本語だけで使います。",
        "ふりがなの記号》は、日本語だけで使います。",
    ]
    assert found(Candidate("避難所へ", "避難所《ひなんじょ》へ", "ja-x-yasashi"), "leftovers") == []


# numbers


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("119に電話", "Call 119"),
        ("１１９に電話", "Call 119"),
        ("0120-112-203", "Tel. 0120‑112‑203"),
        ("#7119", "#7119"),
        ("1,000円 1.5m", "1.000 yen 1,5 m"),
        ("12000人", "12\u00a0000"),
        ("震度5〜6", "5 to 6"),
        ("{count, plural, other{#人}}", "{count, plural, one{# person} other{# people}}"),
        ("｜3日《みっか》", "3 days"),
    ],
)
def test_numbers_are_the_same_however_they_are_written(source: str, body: str) -> None:
    assert found(Candidate(source, body, "en"), "numbers") == []


def test_other_numbers_are_found() -> None:
    assert found(Candidate("119に電話", "Call 110", "en"), "numbers") == [
        (ERROR, "元の文の数字119がありません。", "Call 110"),
        (ERROR, "元の文にない数字です：110", "110"),
    ]
    assert found(Candidate("1人", "one person", "en"), "numbers") == [
        (WARNING, "元の文の数字1がありません。", "one person")
    ]
    assert messages(Candidate("0120-112-203", "0120-112-230", "en"), "numbers") == [
        "元の文にない数字です：0120-112-230",
        "元の文の数字0120112203がありません。",
    ]


# length


def test_length_counts_what_is_drawn_without_slots() -> None:
    body = "避難所《ひなんじょ》: {place} {n, plural, other{あと#人}}"

    assert found(Candidate("", body, "ja-x-yasashi", limit=9), "length") == []
    assert messages(Candidate("", body, "ja-x-yasashi", limit=8), "length") == ["9字あります。8字までにしてください。"]
    assert found(Candidate("", "ที่นี่", "th", limit=3), "length") == []


# glossary


def test_words_to_avoid_are_found_as_words() -> None:
    terms = [Usage("", TermRule.FORBIDDEN, ("alien",))]

    assert found(Candidate("", "Every Alien, no alienation", "en", terms=terms), "glossary") == [
        (ERROR, "用語集で使わないと決めた言葉です：alien", "Alien")
    ]


def test_words_to_use_and_to_keep_bind_where_the_source_has_the_term() -> None:
    use = Usage("避難所", TermRule.MUST, ("shelter", "refuge"))
    keep = Usage("余震", TermRule.KEEP)

    def said(source: str, body: str, language: str = "en") -> list[str]:
        return messages(Candidate(source, body, language, terms=[use, keep]), "glossary")

    assert said("避難所《ひなんじょ》へ", "Go to the Shelter") == []
    assert said("学校へ", "Go to school") == []
    assert said("避難所へ", "Go to the gym") == ["「避難所」には、用語集の言葉を使ってください：shelter、refuge"]
    assert said("余震です", "あとから 来《く》る 地震《じしん》", "ja-x-yasashi") == [
        "「余震」は、そのまま残してください：余震"
    ]
    assert said("余震です", "余震《よしん》です", "ja-x-yasashi") == []


# widths, composed, invisible


def test_full_width_signs_are_found_outside_east_asia() -> None:
    assert found(Candidate("", "Call １１９！", "en"), "widths") == [
        (ERROR, "全角の文字は半角で書いてください：１１９！", "１１９！")
    ]
    assert found(Candidate("", "請撥１１９！", "zh-Hant"), "widths") == []


def test_letters_are_composed() -> None:
    assert found(Candidate("", "Ha\u0303y", "vi"), "composed") == [
        (ERROR, "文字の表し方がUnicodeの正規形（NFC）ではありません。NFCに直してください。", "a\u0303y")
    ]
    assert found(Candidate("", "Hãy", "vi"), "composed") == []


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fa", "می\u200cتوانید"),
        ("hi", "क्\u200dष"),
        ("ne", "हुन्\u200cछ"),
        ("my", "ရေ\u200bရပါ"),
        ("km", "ទឹក\u200bស្អាត"),
        ("en", "One\nTwo"),
    ],
)
def test_joiners_and_breaks_the_script_needs_may_stand(language: str, body: str) -> None:
    assert found(Candidate("", body, language), "invisible") == []


@pytest.mark.parametrize(
    ("language", "body", "name"),
    [
        ("en", "Wa\u200bter", "ZERO WIDTH SPACE"),
        ("en", "Wa\u200cter", "ZERO WIDTH NON-JOINER"),
        ("fa", "آب \u200cگرم", "ZERO WIDTH NON-JOINER"),
        ("km", "\u200bទឹក", "ZERO WIDTH SPACE"),
        ("en", "\ufeffWater", "ZERO WIDTH NO-BREAK SPACE"),
        ("de", "Trink\u00adwasser", "SOFT HYPHEN"),
        ("en", "Water\t", "U+0009"),
    ],
)
def test_what_nobody_sees_is_found(language: str, body: str, name: str) -> None:
    assert messages(Candidate("", body, language), "invisible") == [
        f"目に見えない文字があります（{name}）。消してください。"
    ]


# burmese


ZAWGYI = ["ေရ", "ျမန္မာ", "ကၽြန္ေတာ္", "ဆိုင္"]


@pytest.mark.parametrize("body", ZAWGYI)
def test_burmese_of_the_zawgyi_fonts_is_found(body: str) -> None:
    assert messages(Candidate("", body, "my"), "burmese") == [
        "Zawgyiの文字コードで書かれているようです。Unicodeのミャンマー語に直してください。"
    ]


@pytest.mark.parametrize("body", ["ရေ", "မြန်မာ", "ကျွန်တော်", "ဆိုင်", "သတ္တဝါ ၍ ၎င်း ဥပဒေ အင်္ဂါ ယောက်ျား", "ပျော်ရွှင်"])
def test_burmese_in_unicode_passes(body: str) -> None:
    assert found(Candidate("", body, "my"), "burmese") == []


# bidi


def test_direction_marks_come_in_pairs_on_each_line() -> None:
    message = "文の向きを囲む制御文字が、対になっていません。"

    assert found(Candidate("", "اتصل \u2066119\u2069 الآن", "ar"), "bidi") == []
    assert found(Candidate("", "اتصل \u2066119 الآن", "ar"), "bidi") == [(ERROR, message, "\u2066")]
    assert found(Candidate("", "119\u2069", "ar"), "bidi") == [(ERROR, message, "\u2069")]
    assert messages(Candidate("", "\u2066119\n\u2069", "ar"), "bidi") == [message, message]


def test_marks_that_turn_the_text_are_found() -> None:
    assert found(Candidate("", "Call \u202e911", "en"), "bidi") == [
        (ERROR, "文の向きを変える古い制御文字があります。消してください。", "\u202e")
    ]


def test_numbers_with_dashes_are_protected_in_text_from_right_to_left() -> None:
    assert found(Candidate("", "اتصل 0120-112-203", "ar"), "bidi") == [
        (WARNING, "右から左の文では、番号やURLをU+2066とU+2069で囲んでください：0120-112-203", "0120-112-203")
    ]
    assert found(Candidate("", "اتصل \u20660120-112-203\u2069", "ar"), "bidi") == []
    assert found(Candidate("", "Call 0120-112-203", "en"), "bidi") == []


# endings


@pytest.mark.parametrize(
    ("source", "language", "body"),
    [
        ("水があります。", "en", "There is water."),
        ("水があります。", "hi", "पानी है।"),
        ("水があります。", "my", "ရေ ရှိသည်။"),
        ("水があります。", "km", "មានទឹក។"),
        ("水があります。", "th", "มีน้ำ"),
        ("水があります。", "zh-Hans", "有水。"),
        ("水がありますか？", "ar", "هل هناك ماء؟"),
        ("水がありますか？", "ja-x-yasashi", "水《みず》が ありますか？"),
        ("すぐ逃げて！", "es", "¡Huya!"),
        ("津波警報", "en", "Tsunami warning"),
        ("見出し\n場所：{place}", "en", "Headline\nPlace: {place}"),
        ("「水」があります。", "en", "There is “water.”"),
    ],
)
def test_lines_end_as_sentences_of_the_language_do(source: str, language: str, body: str) -> None:
    assert found(Candidate(source, body, language), "endings") == []


@pytest.mark.parametrize(
    ("source", "language", "body", "message", "part"),
    [
        ("水があります。", "en", "Water。", "行の終わりには、この言語の記号を使ってください：.", "。"),
        ("水があります。", "ne", "पानी छ", "行の終わりには、この言語の記号を使ってください：।", "छ"),
        ("水がありますか。\n津波警報", "en", "Any water.\nTsunami warning.", "行の終わりの「.」は要りません。", "."),
        ("水があります。", "th", "มีน้ำ.", "行の終わりの「.」は要りません。", "."),
        ("水がありますか？", "fa", "آب هست?", "行の終わりには、この言語の記号を使ってください：؟", "?"),
    ],
)
def test_other_endings_are_pointed_at(source: str, language: str, body: str, message: str, part: str) -> None:
    assert found(Candidate(source, body, language), "endings") == [(WARNING, message, part)]
