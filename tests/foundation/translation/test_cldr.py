from datetime import date, datetime, time

import pytest
from babel import UnknownLocaleError

from kakehashi.foundation.translation import cldr
from kakehashi.kernel.ruby import reading_only, without_ruby

EASY = "ja-x-yasashi"
# Of each language: a moment, hours, four days, 1,200 km, 12,000 yen, a list, Nepal, Burmese.
SAID = {
    "ja": (
        "2026年11月23日（月） 14:05",
        "10:00～15:30",
        "4日",
        "1,200キロメートル",
        "12,000円",
        "1、2、3",
        "ネパール",
        "ミャンマー語",
    ),
    "ja-x-yasashi": (
        "2026年《ねん》11月《がつ》23日《にち》（月曜日《げつようび》） 午後《ごご》2時《じ》5分《ふん》",
        "午前《ごぜん》10時《じ》から 午後《ごご》3時《じ》30分《ぷん》まで",
        "｜4日《よっか》",
        "1,200キロメートル",
        "12,000円《えん》",
        "1 と 2 と 3",
        "ネパール",
        "ミャンマー語《ご》",
    ),
    "en": (
        "Monday, November 23, 2026, 2:05\xa0PM",
        "10:00\xa0AM\xa0–\xa03:30\xa0PM",
        "4 days",
        "1,200 kilometers",
        "12,000 Japanese yen",
        "1, 2, and 3",
        "Nepal",
        "Burmese",
    ),
    "zh-Hans": (
        "2026年11月23日星期一 14:05",
        "10:00 – 15:30",
        "4天",
        "1,200公里",
        "12,000日元",
        "1、2和3",
        "尼泊尔",
        "缅甸语",
    ),
    "zh-Hant": (
        "2026年11月23日 星期一 下午2:05",
        "上午10:00\xa0–\xa0下午3:30",
        "4 天",
        "1,200 公里",
        "12,000 日圓",
        "1、2和3",
        "尼泊爾",
        "緬甸文",
    ),
    "ko": (
        "2026년 11월 23일 월요일 오후 2:05",
        "오전 10:00 ~ 오후 3:30",
        "4일",
        "1,200킬로미터",
        "12,000 일본 엔화",
        "1, 2 및 3",
        "네팔",
        "버마어",
    ),
    "pt": (
        "segunda-feira, 23 de novembro de 2026 14:05",
        "10:00\xa0–\xa015:30",
        "4 dias",
        "1.200 quilômetros",
        "12.000 Ienes japoneses",
        "1, 2 e 3",
        "Nepal",
        "birmanês",
    ),
    "es": (
        "lunes, 23 de noviembre de 2026, 14:05",
        "10:00\xa0–\xa015:30",
        "4 días",
        "1.200 kilómetros",
        "12.000 yenes japoneses",
        "1, 2 y 3",
        "Nepal",
        "birmano",
    ),
    "fil": (
        "Lunes, Nobyembre 23, 2026, 2:05\xa0PM",
        "10:00\xa0AM\xa0–\xa03:30\xa0PM",
        "4 araw",
        "1,200 kilometro",
        "12,000 Japanese yen",
        "1, 2, at 3",
        "Nepal",
        "Burmese",
    ),
    "vi": (
        "14:05 Thứ Hai, 23 tháng 11, 2026",
        "10:00\xa0–\xa015:30",
        "4 ngày",
        "1.200 kilômét",
        "12.000 yên Nhật",
        "1, 2 và 3",
        "Nepal",
        "Tiếng Miến Điện",
    ),
    "th": (
        "วันจันทร์ที่ 23 พฤศจิกายน ค.ศ. 2026 14:05",
        "10:00 – 15:30",
        "4 วัน",
        "1,200 กิโลเมตร",
        "12,000 เยนญี่ปุ่น",
        "1 2 และ3",
        "เนปาล",
        "พม่า",
    ),
    "id": (
        "Senin, 23 November 2026 14.05",
        "10.00\xa0–\xa015.30",
        "4 hari",
        "1.200 kilometer",
        "12.000 Yen Jepang",
        "1, 2, dan 3",
        "Nepal",
        "Burma",
    ),
    "ru": (
        "понедельник, 23 ноября 2026\xa0г., 14:05",
        "10:00 – 15:30",
        "4 дня",
        "1\xa0200 километров",
        "12\xa0000 японских иен",
        "1, 2 и 3",
        "Непал",
        "бирманский",
    ),
    "ne": (
        "2026 नोभेम्बर 23, सोमबार, 14:05",
        "10:00 – 15:30",
        "4 दिन",
        "1,200किलोमिटर",
        "12,000 जापानी येन",
        "1,2 र 3",
        "नेपाल",
        "बर्मेली",
    ),
    "my": (
        "2026 နိုဝင်ဘာ 23 တနင်္လာ 14:05",
        "10:00 – 15:30",
        "4 ရက်",
        "1,200 ကီလိုမီတာ",
        "ဂျပန် ယန်း 12,000",
        "1 - 2နှင့် 3",
        "နီပေါ",
        "မြန်မာ",
    ),
    "fr": (
        "lundi 23 novembre 2026, 14:05",
        "10:00\xa0–\xa015:30",
        "4\xa0jours",
        "1\xa0200\xa0kilomètres",
        "12\xa0000 yens japonais",
        "1, 2 et 3",
        "Népal",
        "birman",
    ),
    "km": (
        "ច័ន្ទ 23 វិច្ឆិកា 2026, 2:05 PM",
        "10:00 AM - 3:30 PM",
        "4 ថ្ងៃ",
        "1,200 គីឡូម៉ែត្រ",
        "12,000 យេន\u200bជប៉ុន",
        "1, 2 និង 3",
        "នេប៉ាល់",
        "ភូមា",
    ),
    "mn": (
        "2026\xa0оны арван нэгдүгээр сарын 23, даваа гараг 14:05",
        "10:00 – 15:30",
        "4 хоног",
        "1,200 километр",
        "12,000 Японы иен",
        "1, 2, 3",
        "Балба",
        "бирм",
    ),
    "de": (
        "Montag, 23. November 2026, 14:05",
        "10:00\xa0–\xa015:30",
        "4 Tage",
        "1.200 Kilometer",
        "12.000 Japanische Yen",
        "1, 2 und 3",
        "Nepal",
        "Birmanisch",
    ),
    "ar": (
        "الاثنين، 23 نوفمبر 2026، 2:05 م",
        "10:00 ص – 3:30 م",
        "4 أيام",
        "1,200 كيلومتر",
        "12,000 ين ياباني",
        "\u20681\u2069 و\u20682\u2069 و\u20683\u2069",
        "نيبال",
        "البورمية",
    ),
    "hi": (
        "सोमवार, 23 नवंबर 2026, 2:05 pm",
        "10:00 am – 3:30 pm",
        "4 दिन",
        "1,200 किलोमीटर",
        "12,000 जापानी येन",
        "1, 2, और 3",
        "नेपाल",
        "बर्मीज़",
    ),
    "bn": (
        "সোমবার, 23 নভেম্বর, 2026 2:05 PM",
        "10:00 AM – 3:30 PM",
        "4 দিন",
        "1,200 কিলোমিটার",
        "12,000 জাপানি ইয়েন",
        "1, 2 এবং 3",
        "নেপাল",
        "বর্মি",
    ),
    "fa": (
        "دوشنبه 23 نوامبر 2026،\u200f 14:05",
        "10:00 تا 15:30",
        "4 روز",
        "1,200 کیلومتر",
        "12,000 ین ژاپن",
        "\u20681\u2069،\u200f \u20682\u2069، و \u20683\u2069",
        "نپال",
        "برمه\u200cای",
    ),
}


at = datetime.fromisoformat


def all_said(language: str) -> tuple[str, ...]:
    return (
        cldr.moment(at("2026-11-23T14:05"), language),
        cldr.hours(time(10), time(15, 30), language),
        cldr.period(4, "day", language),
        cldr.measure(1200, "kilometer", language),
        cldr.money(12000, language),
        cldr.listed(["1", "2", "3"], language),
        cldr.country("NP", language),
        cldr.language_name("my", language),
    )


@pytest.mark.parametrize("language", SAID)
def test_each_language_has_its_own_way(language: str) -> None:
    assert all_said(language) == SAID[language]


@pytest.mark.parametrize("language", SAID)
def test_every_digit_is_a_western_one_and_every_year_a_gregorian_one(language: str) -> None:
    said = "".join(all_said(language)) + "".join(
        cldr.period(count, unit, language) + cldr.measure(count, "millimeter", language) + cldr.number(count, language)
        for count in (1, 2, 3, 7, 11)
        for unit in ("hour", "week", "month")
    )

    assert [sign for sign in said if sign.isdecimal() and not sign.isascii()] == []
    assert "2026" in said
    assert "\u202f" not in said


@pytest.mark.parametrize(
    ("language", "one", "two", "five"),
    [
        ("en", "1 hour", "2 hours", "5 hours"),
        ("ru", "1 час", "2 часа", "5 часов"),
        ("ar", "ساعة", "ساعتان", "5 ساعات"),
        ("fil", "1 oras", "2 oras", "5 oras"),
        ("zh-Hant", "1 小時", "2 小時", "5 小時"),
    ],
)
def test_units_follow_the_plurals_of_the_language(language: str, one: str, two: str, five: str) -> None:
    assert [cldr.period(count, "hour", language) for count in (1, 2, 5)] == [one, two, five]


def test_hours_name_the_second_day_only_where_there_is_one() -> None:
    start = at("2026-11-23T22:00")

    assert cldr.hours(start, at("2026-11-23T23:30"), "de") == "Montag, 23. November 2026, 22:00\xa0–\xa023:30"
    assert cldr.hours(start, at("2026-11-24T04:00"), "ja") == "2026年11月23日（月） 22:00～2026年11月24日（火） 4:00"
    assert cldr.hours(start.time(), at("2026-11-23T23:30"), "fa") == "22:00 تا 23:30"


def test_easy_japanese_is_what_was_agreed() -> None:
    assert without_ruby(cldr.moment(at("2026-11-23T10:30"), EASY)) == ("2026年11月23日（月曜日） 午前10時30分")


@pytest.mark.parametrize(
    ("value", "aloud"),
    [
        (at("2026-04-01T00:00"), "2026ねんしがつついたち（すいようび） ごぜん0じ"),
        (at("2026-07-14T04:03"), "2026ねんしちがつじゅうよっか（かようび） ごぜんよじ3ぷん"),
        (at("2026-09-20T12:00"), "2026ねんくがつはつか（にちようび） ひるの 12じ"),
        (at("2026-12-31T12:15"), "2026ねん12がつ31にち（もくようび） ひるの 12じ15ふん"),
        (at("2026-11-06T21:40"), "2026ねん11がつむいか（きんようび） ごごくじ40ぷん"),
    ],
)
def test_easy_japanese_is_read_aloud_rightly(value: datetime, aloud: str) -> None:
    assert reading_only(cldr.moment(value, EASY)) == aloud


def test_easy_japanese_says_how_long_and_from_when_to_when() -> None:
    periods = [
        cldr.period(count, unit, EASY)
        for count, unit in ((1, "day"), (3, "day"), (11, "day"), (4, "hour"), (24, "hour"), (2, "week"), (6, "month"))
    ]

    assert [reading_only(period) for period in periods] == [
        "いちにち",
        "みっか",
        "11にち",
        "よじかん",
        "24じかん",
        "2しゅうかん",
        "6かげつ",
    ]
    assert without_ruby(cldr.hours(time(10), time(15, 30), EASY)) == "午前10時から 午後3時30分まで"


def test_easy_japanese_reads_the_names_of_countries_and_languages() -> None:
    assert cldr.country("US", EASY) == "アメリカ合衆国《がっしゅうこく》"
    assert cldr.country("BR", EASY) == "ブラジル"
    assert cldr.language_name("zh-Hans", EASY) == "簡体中国語《かんたいちゅうごくご》"
    assert cldr.language_name(EASY, EASY) == "やさしい 日本語《にほんご》"


@pytest.mark.parametrize(
    "country", ["JP", "CN", "KR", "KP", "TW", "US", "ZA", "SS", "CD", "DO", "AE", "TL", "EH", "HK", "MO", "PS", "VC"]
)
def test_no_kanji_in_the_name_of_a_country_is_without_its_reading(country: str) -> None:
    aloud = reading_only(cldr.country(country, EASY))

    assert [sign for sign in aloud if "㐀" <= sign <= "鿿"] == []


def test_names_of_easy_japanese_are_our_own() -> None:
    assert cldr.language_name(EASY, "zh-Hant") == "簡易日語"
    assert cldr.language_name(EASY, "it") == "Easy Japanese"


def test_what_cldr_does_not_know_keeps_its_code() -> None:
    assert cldr.country("QQ", "fr") == "QQ"
    assert cldr.language_name("qaa", "fr") == "qaa"


def test_the_portuguese_is_that_of_brazil_and_the_chinese_of_the_script() -> None:
    assert cldr.moment(at("2026-01-02T03:04"), "pt") == "sexta-feira, 2 de janeiro de 2026 03:04"
    assert cldr.day(date(2026, 1, 2), "zh-Hans") == "2026年1月2日星期五"
    assert cldr.country("IT", "zh-Hans") == "意大利"
    assert cldr.country("IT", "zh-Hant") == "義大利"


def test_a_language_cldr_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownLocaleError):
        cldr.number(1, "qaa")


def test_plural_forms_are_those_whole_numbers_take() -> None:
    assert cldr.plural_forms("ja") == {"other"}
    assert cldr.plural_forms("fr") == {"one", "other"}
    assert cldr.plural_forms("ru") == {"one", "few", "many"}
    assert cldr.plural_forms("ar") == {"zero", "one", "two", "few", "many", "other"}
