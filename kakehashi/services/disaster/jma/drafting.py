"""From what a message says to sentences of the bank: a draft for people to publish, or the reason why there is none.

Which kind becomes which sentence is data (data/jma/mapping.json); here stand only the ways to fill a slot.
"""

import dataclasses
import datetime
import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext

from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.facts import Fact
from kakehashi.services.disaster.jma.messages import JAPAN, Message

REAL, DRILL, TEST = "通常", "訓練", "試験"
CANCELLED = "取消"
STANDING = ("発表", "訂正", "遅延")
MOST_PLACES = 50  # in one sentence; with more, the next larger areas are named
FINEST_FIRST = ("city", "group", "quake", "primary", "prefecture", "pref")


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """`codes`, `layer` and `leveled` choose facts, `slots` say what fills each slot, `split` what parts them.

    `table`: where the facts stand.

    `lifted`: facts that say it is over. `alone`: only where no rule before said anything. `worst`: only the most
    dangerous of them. `gather`: every place once, with all its kinds.
    """

    sentence: str
    table: str
    codes: Sequence[str]
    slots: Mapping[str, str]
    split: Sequence[str] = ()
    layer: str = ""
    leveled: bool | None = None
    lifted: bool = False
    alone: bool = False
    worst: bool = False
    gather: bool = False

    def chooses(self, fact: Fact) -> bool:
        return (
            fact.code in self.codes
            and fact.is_lifted == self.lifted
            and self.layer in {"", fact.layer}
            and self.leveled in {None, fact.level is not None}
        )


class Drafted(NamedTuple):
    """`draft` is ``{"sentences": [{"code": …, "slots": {…}}]}`` or None, and then `reason` says why in words."""

    draft: dict[str, Any] | None
    reason: str


@functools.cache
def mapping() -> tuple[tuple[Rule, ...], dict[str, dict[str, str]]]:
    """The rules in the order of their sentences; values of choices by list of the bank, then code or word of JMA."""
    written = json.loads((tables.DATA / "mapping.json").read_text(encoding="utf-8"))
    return tuple(Rule(**row) for row in written["rules"]), written["choices"]


def draft(message: Message, *, in_drill: bool = False) -> Drafted:
    """What the bank can say of it. Only a drill in progress (`in_drill`) takes messages of the status 訓練."""
    if reason := _refusal(message, in_drill):
        return Drafted(None, reason)
    sentences = list(_sentences(message))
    if sentences:
        return Drafted({"sentences": sentences}, "")
    return Drafted(None, _nothing(message))


def _refusal(message: Message, in_drill: bool) -> str:
    said = {"status": message.status, "info_type": message.info_type}
    refusals = (
        (message.status == TEST, gettext("試験の電文です。原稿にはしません。")),
        (message.status == DRILL and not in_drill, gettext("訓練の電文です。訓練の中でだけ使えます。")),
        (message.status != DRILL and in_drill, gettext("訓練の中では、訓練の電文だけを使えます。")),
        (
            message.status not in {REAL, DRILL},
            gettext("運用種別が「%(status)s」です。知らない種別なので、原稿にはしません。") % said,
        ),
        (message.info_type == CANCELLED, gettext("取消の電文です。前に出た情報を見直してください。")),
        (
            message.info_type not in STANDING,
            gettext("情報形態が「%(info_type)s」です。知らない形態なので、原稿にはしません。") % said,
        ),
        (message.family == "eew", gettext("緊急地震速報は記録だけします。文を作る時間がありません。")),
    )
    return next((reason for applies, reason in refusals if applies), "")


def _nothing(message: Message) -> str:
    if message.family == "other":
        return gettext("知らない種類の電文です。見出しまで読みました。")
    if lacking := _lacking(message):
        return lacking
    if not tables.type_of(message.type, message.title).reader:
        return gettext("この種類の電文に合う文例がありません。見出しまで読みました。")
    if any(not fact.is_lifted for fact in message.facts):
        return gettext("この内容に合う文例がありません。")
    if message.facts:
        return gettext("解除の電文です。合う文例がありません。前の電文から作った情報を見直してください。")
    return gettext("文にする内容がありません。")


def _lacking(message: Message) -> str:
    """Grave messages of which the bank has no sentence that says exactly this: what to do instead."""
    if message.type == "VFVO56":
        return gettext("噴火したことだけを伝える文例がありません。噴火警報の電文が届くと、原稿にできます。")
    if message.family == "typhoon":
        return gettext(
            "台風が近づく地域と日は、この電文にありません。文例「台風が来ます」に、地域と日を入力して使ってください。"
        )
    if any(fact.table == "tag" and fact.code.startswith("線状降水帯") for fact in message.facts):
        return gettext("線状降水帯を伝える文例がありません。大雨、土砂災害、川の電文が届くと、原稿にできます。")
    return ""


def _sentences(message: Message) -> Iterator[dict[str, Any]]:
    made = False
    by_table: dict[str, list[Fact]] = {}
    for fact in message.facts:
        by_table.setdefault(fact.table, []).append(fact)
    for rule in mapping()[0]:
        if rule.table not in by_table or (rule.alone and made):
            continue
        for group in _groups(rule, by_table[rule.table]):
            filled = {name: _fill(way, group, message) for name, way in rule.slots.items()}
            made = True
            yield {"code": rule.sentence, "slots": {name: value for name, value in filled.items() if value is not None}}
            if rule.worst:
                break


def _groups(rule: Rule, facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts that go into one sentence: of one kind and equal in what splits them, most dangerous first."""
    chosen = _one_layer([fact for fact in facts if rule.chooses(fact)])
    kinds: dict[str, list[str]] = {}
    for fact in sorted(chosen, key=lambda fact: -fact.rank):
        kinds.setdefault(_place(fact), []).append(fact.code)
    groups: dict[tuple[str, ...], list[Fact]] = {}
    for fact in chosen:
        key = tuple(kinds[_place(fact)]) if rule.gather else _key(rule, fact)
        groups.setdefault(key, []).append(fact)
    return sorted(groups.values(), key=lambda group: -max(fact.rank for fact in group))


def _key(rule: Rule, fact: Fact) -> tuple[str, ...]:
    """Kinds stand together where the sentence does not name them."""
    names_kind = any(way in NAMING_KIND or (":" in way and "." not in way) for way in rule.slots.values())
    parts = (_place(fact) if name == "place" else fact.values.get(name, "") for name in rule.split)
    return (fact.code if names_kind else "", *parts)


def _place(fact: Fact) -> str:
    return fact.places[0].code if fact.places else ""


def _one_layer(facts: list[Fact]) -> list[Fact]:
    """The same is said of cities and of larger areas: the finest layer in which no sentence becomes too long."""
    within = facts
    for layer in FINEST_FIRST:
        there = [fact for fact in facts if fact.layer == layer]
        if there:
            within = there
            counted = Counter(code for code, _ in {(fact.code, place) for fact in within for place in fact.places})
            if max(counted.values(), default=0) <= MOST_PLACES:
                break
    return within


def _fill(way: str, group: list[Fact], message: Message) -> Any:
    """The stored value for a slot; None where the message does not say it."""
    name, _, source = way.partition(":")
    if not source:
        return WAYS[name](group, message)
    choices, _, value = source.partition(".")
    chosen = mapping()[1][choices].get(group[0].values.get(value, "") if value else group[0].code)
    return [chosen] if chosen and name == "choices" else chosen


def _places(group: list[Fact], message: Message) -> list[str]:
    return list(dict.fromkeys(place.code for fact in group for place in fact.places))


def _codes(group: list[Fact], message: Message) -> list[str]:
    return list(dict.fromkeys(fact.code for fact in sorted(group, key=lambda fact: -fact.rank)))


def _local(moment: str) -> str | None:
    """2026-11-23T10:30 of a moment of Japan, which is how messages write them."""
    return moment[:16] if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00", moment) else None


def _arrival(group: list[Fact], message: Message) -> str | None:
    """The first arrival on any of these coasts; none where it may already be there."""
    found = [_local(fact.values.get("arrival", "")) for fact in group]
    return min((moment for moment in found if moment), default=None) if all(found) else None


def _japanese(moment: datetime.datetime | None) -> str | None:
    return moment.astimezone(JAPAN).isoformat()[:16] if moment else None


def _epicentre(group: list[Fact], message: Message) -> list[str] | None:
    return next((_places([fact], message) for fact in message.facts if fact.table == "quake"), None)


def _rain(group: list[Fact], message: Message) -> dict[str, Any] | None:
    amount = group[0].values.get("millimetres", "")
    return {"count": int(amount), "unit": "millimeter"} if amount.isdecimal() else None


NAMING_KIND = {"code", "codes", "level"}
WAYS: dict[str, Callable[[list[Fact], Message], Any]] = {
    "places": _places,
    "place": lambda group, message: _place(group[0]),
    "code": lambda group, message: group[0].code,
    "codes": _codes,
    "level": lambda group, message: group[0].level,
    "arrival": _arrival,
    "reported": lambda group, message: _japanese(message.reported_at),
    "origin": lambda group, message: _local(group[0].values.get("origin", "")) or _japanese(message.target_at),
    "epicentre": _epicentre,
    "rain": _rain,
}
