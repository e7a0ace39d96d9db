"""Dates, times, money, telephone numbers, colours."""

import datetime
import re

from kakehashi.foundation.translation.easy.detectors.finding import listed
from kakehashi.foundation.translation.easy.marks import SLOT
from kakehashi.foundation.translation.easy.rules import Finding, Findings, Rule
from kakehashi.foundation.translation.easy.words import Passage

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "S": 1925, "H": 1988, "R": 2018}
_ERA = re.compile(r"(明治|大正|昭和|平成|令和)[ 　]?(元|[0-9０-９]{1,2})[ 　]?年(度?)|\b([RHS])\.?([0-9]{1,2})[.年/]")
_RANGE = re.compile(
    r"([0-9０-９]{1,4}(?:[:：][0-9０-９]{2}|[月日時分年人円個歳]{0,1}))[ 　]?[〜～][ 　]?(?:翌日?)?"
    r"([0-9０-９]{1,4}(?:[:：][0-9０-９]{2}|[月日時分年人円個歳]{0,1}))"
)
_DATE = re.compile(
    r"(?:([0-9０-９]{4})年[ 　]?)?([0-9０-９]{1,2})月[ 　]?([0-9０-９]{1,2})日(?!間)"
    r"(?![ 　]?[（(][ 　]?[月火水木金土日])(?![ 　]?[月火水木金土日]曜)"
)
_SLASHED = re.compile(r"(?<![0-9０-９/])([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?![0-9/])")
_CLOCK = re.compile(r"(?<![0-9０-９:：])([0-9０-９]{1,2})[:：]([0-9０-９]{2})(?![0-9０-９:：])")
_HOUR = re.compile(r"(?<![0-9０-９])([0-9０-９]{2})時(?!間)(?:[ 　]?([0-9０-９]{1,2})分(?!間))?")
_MONEY = re.compile(r"[0-9０-９][0-9０-９,，]{0,12}[万億]?円")
_TIME = re.compile(r"[0-9０-９]{1,2}(?:時(?!間)|[:：][0-9０-９]{2})")
_PLACE = re.compile(r"[一-鿿ァ-ヺー]{2,20}(?:体育館|公民館|小学校|中学校|高校|市役所|区役所|公園|会館|病院)")
_FIELD = re.compile(r"^[^。\n]{0,20}[:：＝=】]")
_PHONE = re.compile(r"(?<![0-9０-９-])0[0-9]{1,4}[-−ー‐(（][0-9]{1,4}[-−ー‐)）][0-9]{3,4}(?![0-9-])")
_HOURS = re.compile(r"[0-9０-９]{1,2}(?:時|[:：][0-9０-９]{2})|24時間|" + SLOT)
_TONGUE = re.compile(r"[一-鿿ァ-ヺー]語|ことば|言葉|通訳|English", re.IGNORECASE)
_NEAR = 160  # signs before and after a number in which its hours and languages are looked for
_COLOUR = re.compile(
    r"(赤い?|青い?|黄色い?|緑|白い?|黒い?|オレンジ|紫|ピンク)(?:色)?の?[ 　]?"
    r"(ところ|所|部分|線|文字|字|マーク|ボタン|地域|エリア|区域|印|枠|範囲|場所|紙|旗|テープ|ランプ|看板)"
)
_WEEKDAYS = "月火水木金土日"


def dates(passage: Passage, _rule: Rule) -> Findings:
    text = passage.plain
    for match in _ERA.finditer(text):
        name, number = match[1] or match[4], match[2] or match[5]
        year = _ERAS[name] + (1 if number == "元" else int(number))
        end = match.end() if match[1] else match.end() - 1
        yield Finding(match.start(), end, f"{year}年{match[3] or ''}")
    for match in _RANGE.finditer(text):
        yield Finding(*match.span(), f"{match[1]}から{match[2]}まで")
    for match in _DATE.finditer(text):
        yield Finding(*match.span(), f"{match[0]}（{_weekday(match)}曜日）")
    for match in _SLASHED.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        yield Finding(*match.span(), f"{year}年{month}月{day}日（{_day_of_week(year, month, day)}曜日）")


def _weekday(match: re.Match[str]) -> str:
    return _day_of_week(int(match[1]), int(match[2]), int(match[3])) if match[1] else "○"


def _day_of_week(year: int, month: int, day: int) -> str:
    try:
        return _WEEKDAYS[datetime.date(year, month, day).weekday()]
    except ValueError:  # 31 February
        return "○"


def times(passage: Passage, _rule: Rule) -> Findings:
    for match in _CLOCK.finditer(passage.plain):
        if 13 <= int(match[1]) <= 24 and int(match[2]) < 60:
            yield Finding(*match.span(), _half_day(int(match[1]), int(match[2])))
    for match in _HOUR.finditer(passage.plain):
        if 13 <= int(match[1]) <= 24:
            yield Finding(*match.span(), _half_day(int(match[1]), int(match[2] or 0)))


def _half_day(hour: int, minute: int) -> str:
    """14:00 → 午後2時; 24:00 → 夜の12時."""
    minutes = f"{minute}分" if minute else ""
    return f"夜の12時{minutes}" if hour == 24 else f"午後{hour - 12}時{minutes}"


def boxed(passage: Passage, _rule: Rule) -> Findings:
    """Money, times and places in the middle of a sentence with a predicate."""
    for sentence in passage.running:
        if sentence.is_label or not sentence.has_predicate or _FIELD.match(sentence.text):
            continue
        for pattern in (_MONEY, _TIME, _PLACE):
            match = pattern.search(passage.plain, sentence.start, sentence.end)
            if match:
                yield Finding(*match.span())
                break


def phones(passage: Passage, _rule: Rule) -> Findings:
    for match in _PHONE.finditer(passage.plain):
        around = passage.plain[max(0, match.start() - _NEAR) : match.start()]
        around += "\n" + passage.plain[match.end() : match.end() + _NEAR]
        missing = [name for name, pattern in (("時間：", _HOURS), ("言葉：", _TONGUE)) if not pattern.search(around)]
        if missing:
            yield Finding(*match.span(), "\n".join([match[0], *missing]))


def colours(passage: Passage, _rule: Rule) -> Findings:
    for match in _COLOUR.finditer(passage.plain):
        is_named = passage.plain[match.end() : match.end() + 1] in {"「", "（", "("}
        if not is_named and match.end() not in passage.marked.gloss_at:
            yield Finding(*match.span())


DETECTORS = {"YJ23": dates, "YJ24": times, "YJ25": listed, "YJ29": boxed, "YJ31": phones, "YJ33": colours}
