"""Dates, times, numbers and names in Easy Japanese, with furigana marks as `kernel.ruby` reads them.

Twelve hours with 午前 and 午後 (noon is 昼の12時, since 午後0時 misleads), the western year, the weekday in full.
"""

import re
from collections.abc import Sequence
from datetime import date, time

CODE = "ja-x-yasashi"
_WEEKDAYS = ("月曜日《げつようび》", "火曜日《かようび》", "水曜日《すいようび》", "木曜日《もくようび》",
             "金曜日《きんようび》", "土曜日《どようび》", "日曜日《にちようび》")  # fmt: skip
# Numbers that are not read as numbers usually are.
_MONTHS = {4: "しがつ", 7: "しちがつ", 9: "くがつ"}
_DATES = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか",
    19: "じゅうくにち", 20: "はつか", 24: "にじゅうよっか", 29: "にじゅうくにち",
}  # fmt: skip
_DAYS = _DATES | {1: "いちにち"}
_HOURS = {4: "よじ", 7: "しちじ", 9: "くじ"}
_PUN = {0, 1, 3, 4, 6, 8}  # the last digits after which 分 is ぷん
_KANJI = re.compile(r"[㐀-鿿々]+")
_READINGS = {
    "日本": "にほん", "中国": "ちゅうごく", "中華人民共和国": "ちゅうかじんみんきょうわこく", "韓国": "かんこく",
    "北朝鮮": "きたちょうせん", "台湾": "たいわん", "合衆国": "がっしゅうこく", "共和国": "きょうわこく",
    "民主共和国": "みんしゅきょうわこく", "首長国連邦": "しゅちょうこくれんぽう", "連邦": "れんぽう", "市国": "しこく",
    "国": "こく", "中央": "ちゅうおう", "南": "みなみ", "北": "きた", "東": "ひがし", "西": "にし", "赤道": "せきどう",
    "島": "とう", "諸島": "しょとう", "領": "りょう", "英領": "えいりょう", "仏領": "ふつりょう", "米領": "べいりょう",
    "洋地域": "ようちいき", "自治区": "じちく", "特別行政区": "とくべつぎょうせいく", "南極": "なんきょく",
    "及": "およ",
    "中華人民共和国香港特別行政区": "ちゅうかじんみんきょうわこくほんこんとくべつぎょうせいく",
    "仏領極南諸島": "ふつりょうきょくなんしょとう", "合衆国領有小離島": "がっしゅうこくりょうゆうしょうりとう",
    "語": "ご", "英語": "えいご", "日本語": "にほんご", "中国語": "ちゅうごくご", "韓国語": "かんこくご",
    "簡体中国語": "かんたいちゅうごくご", "繁体中国語": "はんたいちゅうごくご", "半島": "はんとう",
}  # fmt: skip
NAMES = {
    "ja": "やさしい日本語", CODE: "やさしい 日本語《にほんご》", "en": "Easy Japanese", "zh-Hans": "简易日语",
    "zh-Hant": "簡易日語", "ko": "쉬운 일본어", "pt": "japonês fácil", "es": "japonés fácil",
    "fil": "Madaling Japanese", "vi": "Tiếng Nhật dễ hiểu",
    "th": "ภาษาญี่ปุ่นอย่างง่าย", "id": "Bahasa Jepang mudah", "ru": "простой японский",
    "ne": "सरल जापानी", "my": "လွယ်ကူသော ဂျပန်", "fr": "japonais facile", "km": "ភាសាជប៉ុនងាយ", "mn": "хялбар япон",
    "de": "einfaches Japanisch", "ar": "اليابانية المبسطة", "hi": "सरल जापानी", "bn": "সহজ জাপানি", "fa": "ژاپنی ساده",
}  # fmt: skip
"""The name of Easy Japanese, which CLDR does not have, in each language."""


def day(value: date) -> str:
    month = _read(value.month, "月", _MONTHS, "がつ")
    date_of_month = _read(value.day, "日", _DATES, "にち")
    return f"{value.year}年《ねん》{month}{date_of_month}（{_WEEKDAYS[value.weekday()]}）"


def clock_time(value: time) -> str:
    if value.hour == 12:
        half, hour = "昼《ひる》の ", 12
    elif value.hour < 12:
        half, hour = "午前《ごぜん》", value.hour
    else:
        half, hour = "午後《ごご》", value.hour - 12
    minutes = f"{value.minute}分《{'ぷん' if value.minute % 10 in _PUN else 'ふん'}》" if value.minute else ""
    return half + _read(hour, "時", _HOURS, "じ") + minutes


def between(first: str, last: str) -> str:
    return f"{first}から {last}まで"


def period(count: int, unit: str) -> str:
    if unit == "day":
        return _read(count, "日", _DAYS, "にち")
    if unit == "hour":
        return _read(count, "時間", {hour: f"{said}かん" for hour, said in _HOURS.items()}, "じかん")
    return {"week": f"{count}週間《しゅうかん》", "month": f"{count}か月《げつ》"}[unit]


def money(number: str) -> str:
    return f"{number}円《えん》"


def listed(items: Sequence[str]) -> str:
    return " と ".join(items)


def name(text: str) -> str:
    """A country's or language's Japanese name with its reading; kanji not known here stay without."""
    return _KANJI.sub(lambda run: f"{run[0]}《{_READINGS[run[0]]}》" if run[0] in _READINGS else run[0], text)


def _read(count: int, counter: str, irregular: dict[int, str], usual: str) -> str:
    """23日《にち》, but ｜3日《みっか》: where the number is read in its own way, the reading covers it too."""
    return f"｜{count}{counter}《{irregular[count]}》" if count in irregular else f"{count}{counter}《{usual}》"
