"""What is stored for a slot, checked by the kind of the slot. Pure: whether a code exists is asked elsewhere."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.kernel import japanese
from kakehashi.services.disaster.choices import SlotKind

_PLACES = re.compile(r"(pref|city|area|quake|tsunami|epicentre):[0-9]{2,12}")
_VOLCANO = re.compile(r"volcano:[0-9]{3}")
_RIVER = re.compile(r"river:[0-9]{8,14}")
_INTENSITY = re.compile(r"[1-4]|[56][+-]|7")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_PHONE = re.compile(r"[+＋]?[0-9*#(][0-9()*# -]{2,29}")
_WORD = re.compile(r"[A-Za-z0-9_.+-]{1,40}")
_MOST, _LONGEST, _GREATEST = 60, 120, 10**9
_PERIODS = ("hour", "day", "week", "month")
_MEASURES = ("meter", "millimeter", "kilometer")


class ValueRefusedError(ValueError):
    """`str()` is a sentence that says what is wrong and how to mend it."""


def clean(kind: str, raw: Any) -> Any:
    """The value as it is stored (see the docs of each kind). Raises ``ValueRefusedError``."""
    try:
        return _CLEANERS[kind](raw)
    except (KeyError, TypeError, AttributeError) as broken:
        raise ValueRefusedError(_("この項目の値を読み取れません。もう一度入れてください。")) from broken


def _refuse(sentence: str | Promise) -> ValueRefusedError:
    return ValueRefusedError(str(sentence))


def _codes(raw: Any, known: re.Pattern[str]) -> list[str]:
    codes = list(dict.fromkeys([raw] if isinstance(raw, str) else raw))
    if not codes or len(codes) > _MOST or not all(isinstance(code, str) and known.fullmatch(code) for code in codes):
        raise _refuse(_("一覧にある地域を選んでください。"))
    return codes


def _one(known: re.Pattern[str], sentence: Promise) -> Callable[[Any], str]:
    def cleaned(raw: Any) -> str:
        if not isinstance(raw, str) or not known.fullmatch(raw):
            raise _refuse(sentence)
        return raw

    return cleaned


def _name(raw: Any) -> dict[str, str]:
    name = {key: japanese.clean_line(str(raw.get(key) or "")) for key in ("ja", "kana")}
    if (
        not name["ja"]
        or any(len(text) > _LONGEST for text in name.values())
        or set("《》｜{}") & set("".join(name.values()))
    ):
        raise _refuse(_("名前を120字までで入れてください。《 》 ｜ { } は使えません。"))
    if name["kana"] and not japanese.is_kana(name["kana"]):
        raise _refuse(_("ふりがなは、ひらがなかカタカナで入れてください。"))
    return {key: text for key, text in name.items() if text}


def _facility(raw: Any) -> dict[str, Any]:
    if "id" in raw:
        return {"id": _whole(raw["id"])}
    return _name(raw)


def _whole(raw: Any, *, least: int = 0, most: int = _GREATEST) -> int:
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    if isinstance(raw, bool | float) or not re.fullmatch(r"[0-9]{1,10}", text) or not least <= int(text) <= most:
        raise _refuse(_("%(least)dから%(most)dまでの整数を入れてください。") % {"least": least, "most": most})
    return int(text)


def _date(raw: Any) -> str:
    try:
        return dt.date.fromisoformat(raw).isoformat()
    except ValueError as wrong:
        raise _refuse(_("日付を「2026-11-23」の形で入れてください。")) from wrong


def _time(raw: Any) -> str:
    try:
        return dt.time.fromisoformat(raw).replace(tzinfo=None).strftime("%H:%M")
    except ValueError as wrong:
        raise _refuse(_("時刻を「10:30」の形で入れてください。")) from wrong


def _datetime(raw: Any) -> str:
    try:
        return dt.datetime.fromisoformat(raw).replace(tzinfo=None).strftime("%Y-%m-%dT%H:%M")
    except ValueError as wrong:
        raise _refuse(_("日時を「2026-11-23T10:30」の形で入れてください。")) from wrong


def _hours(raw: Any) -> dict[str, str]:
    with_dates = "T" in str(raw["from"]) or "T" in str(raw["to"])
    read = _datetime if with_dates else _time
    hours = {"from": read(raw["from"]), "to": read(raw["to"])}
    if hours["from"] == hours["to"] or (with_dates and hours["from"] > hours["to"]):
        raise _refuse(_("終わりは、始まりよりあとにしてください。"))
    return hours


def _counted(units: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    def cleaned(raw: Any) -> dict[str, Any]:
        if raw["unit"] not in units:
            raise _refuse(_("単位を一覧から選んでください。"))
        return {"count": _whole(raw["count"], least=1, most=100_000), "unit": raw["unit"]}

    return cleaned


def _phone(raw: Any) -> str:
    text = unicodedata.normalize("NFKC", raw).strip().translate(str.maketrans("‐–—−ー", "-----"))
    if not _PHONE.fullmatch(text):
        raise _refuse(_("電話番号を数字と「-」で入れてください。"))
    return text


def _url(raw: Any) -> str:
    text = str(raw).strip()
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError as wrong:
        raise _refuse(_("「https://」で始まるアドレスを入れてください。")) from wrong
    return text


def _choice(raw: Any) -> str | list[str]:
    chosen = [raw] if isinstance(raw, str) else list(dict.fromkeys(raw))
    if not chosen or len(chosen) > _MOST or not all(isinstance(one, str) and _WORD.fullmatch(one) for one in chosen):
        raise _refuse(_("一覧から選んでください。"))
    return raw if isinstance(raw, str) else chosen


def _languages(raw: Any) -> list[str]:
    codes = list(dict.fromkeys(raw))
    if isinstance(raw, str) or not codes or len(codes) > _MOST or not all(_LANGUAGE.fullmatch(code) for code in codes):
        raise _refuse(_("言語を一覧から選んでください。"))
    return codes


def _country(raw: Any) -> str:
    if raw not in Locale("en").territories or not re.fullmatch(r"[A-Z]{2}", raw):
        raise _refuse(_("国を一覧から選んでください。"))
    return str(raw)


_CLEANERS: dict[str, Callable[[Any], Any]] = {
    SlotKind.PLACE: lambda raw: _codes(raw, _PLACES),
    SlotKind.VOLCANO: _one(_VOLCANO, gettext_lazy("火山を一覧から選んでください。")),
    SlotKind.RIVER: _one(_RIVER, gettext_lazy("川を一覧から選んでください。")),
    SlotKind.FACILITY: _facility,
    SlotKind.NAME: _name,
    SlotKind.DATE: _date,
    SlotKind.TIME: _time,
    SlotKind.DATETIME: _datetime,
    SlotKind.HOURS: _hours,
    SlotKind.PERIOD: _counted(_PERIODS),
    SlotKind.COUNT: _whole,
    SlotKind.MONEY: _whole,
    SlotKind.MEASURE: _counted(_MEASURES),
    SlotKind.PHONE: _phone,
    SlotKind.URL: _url,
    SlotKind.CHOICE: _choice,
    SlotKind.INTENSITY: _one(_INTENSITY, gettext_lazy("震度を一覧から選んでください。")),
    SlotKind.LEVEL: lambda raw: _whole(raw, least=1, most=5),
    SlotKind.LANGUAGES: _languages,
    SlotKind.COUNTRY: _country,
}
