"""The words of the service: when a sentence is for, what fills its slots, what a sheet and a bulletin can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """When a sentence is needed; the codes are those of the bank."""

    BEFORE = "before-72h", _("起きる前から3日目まで")
    FIRST = "0-72h", _("起きてから3日目まで")
    SHELTER = "72h-", _("避難生活")
    WEEKS = "week-", _("生活の立て直し")
    ALWAYS = "all", _("いつでも")


class SlotKind(models.TextChoices):
    """What may fill a slot, and so how it is asked for and said in each language."""

    PLACE = "place", _("地域")
    VOLCANO = "volcano", _("火山")
    RIVER = "river", _("川")
    FACILITY = "facility", _("施設")
    NAME = "name", _("固有の名前")
    DATE = "date", _("日付")
    TIME = "time", _("時刻")
    DATETIME = "datetime", _("日時")
    HOURS = "hours", _("時間帯")
    PERIOD = "period", _("期間の長さ")
    COUNT = "count", _("数")
    MONEY = "money", _("金額")
    MEASURE = "measure", _("長さ・量")
    PHONE = "phone", _("電話番号")
    URL = "url", _("ウェブのアドレス")
    CHOICE = "choice", _("選択肢")
    INTENSITY = "intensity", _("震度")
    LEVEL = "level", _("警戒レベル")
    LANGUAGES = "languages", _("言語")
    COUNTRY = "country", _("国")


class PlaceKind(models.TextChoices):
    """Which table of codes a place comes from; the first part of its code."""

    PREFECTURE = "pref", _("都道府県")
    CITY = "city", _("市区町村")
    AREA = "area", _("予報区域")
    QUAKE = "quake", _("地震情報の地域")
    TSUNAMI = "tsunami", _("津波予報区")
    EPICENTRE = "epicentre", _("震央地名")
    VOLCANO = "volcano", _("火山")
    RIVER = "river", _("川")


class FacilityKind(models.TextChoices):
    SHELTER = "shelter", _("避難所")
    SCHOOL = "school", _("学校・保育園")
    STATION = "station", _("駅・空港・港")
    MEDICAL = "medical", _("病院・救護所")
    WATER = "water", _("給水所")
    COUNTER = "counter", _("役所・相談窓口")
    OTHER = "other", _("そのほか")


class ShelterState(models.TextChoices):
    NOT_OPEN = "not_open", _("開いていない")
    OPEN = "open", _("開いている")
    FULL = "full", _("いっぱい")
    CLOSED = "closed", _("閉じた")


class SheetState(models.TextChoices):
    """What its organisation did with a sheet."""

    CURRENT = "current", _("有効")
    REPLACED = "replaced", _("新しいものがある")
    WITHDRAWN = "withdrawn", _("取り下げ")


class DrillState(models.TextChoices):
    PLANNED = "planned", _("予定")
    RUNNING = "running", _("実施中")
    ENDED = "ended", _("終了")
    REVIEWED = "reviewed", _("ふり返り済み")


class SpeechState(models.TextChoices):
    WAITING = "waiting", _("作っています")
    READY = "ready", _("できました")
    FAILED = "failed", _("作れませんでした")


class PaperStatus(models.TextChoices):
    """What the code on a paper answers: `SheetState`, and what has happened to its words and its time since."""

    CURRENT = "current", _("有効")
    STALE = "stale", _("原文より古い訳がある")
    CHANGED = "changed", _("言葉が変わった")
    REPLACED = "replaced", _("新しいものがある")
    WITHDRAWN = "withdrawn", _("取り下げ")
    EXPIRED = "expired", _("期限が過ぎました")


class JmaFamily(models.TextChoices):
    """What a message of the agency is about."""

    QUAKE = "quake", _("地震")
    EEW = "eew", _("緊急地震速報")
    TSUNAMI = "tsunami", _("津波")
    NANKAI = "nankai", _("南海トラフ地震")
    VOLCANO = "volcano", _("火山")
    WEATHER = "weather", _("気象警報・注意報")
    LANDSLIDE = "landslide", _("土砂災害")
    FLOOD = "flood", _("川の洪水")
    RAIN = "rain", _("記録的な大雨")
    TORNADO = "tornado", _("竜巻")
    TYPHOON = "typhoon", _("台風")
    HEAT = "heat", _("熱中症")
    FORECAST = "forecast", _("天気の概況")
    TEST = "test", _("配信の試験")
    OTHER = "other", _("知らない種類")
