"""What sentences and words of one's own say in every language, for any number of paragraphs in a few queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.translation import cldr
from kakehashi.foundation.translation.choices import State
from kakehashi.foundation.translation.models import Language, Text
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SlotKind
from kakehashi.services.disaster.models import Choice, Facility, Place, Sentence
from kakehashi.services.disaster.site import snapshot as site
from kakehashi.services.disaster.values import Blank, Named, Names, NotSayableError, say

_STATES: list[site.State] = ["checked", "unchecked", "machine", "stale"]  # from the best to the worst
_COLUMNS = ("unit", "language", "body", "state", "is_stale", "meaning", "checked_at")
_CHOSEN = {SlotKind.CHOICE, SlotKind.INTENSITY}
_SAID: dict[tuple[str, str, str], tuple[str, ...]] = {}  # what a sentence is made of, its text, language → lines
_REMEMBERED = 20_000
_PLACED = {SlotKind.PLACE, SlotKind.VOLCANO, SlotKind.RIVER}


@dataclass(frozen=True)
class Line:
    """A sentence with what fills it, or the unit of words of one's own."""

    sentence: Sentence | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    unit_id: int | None = None
    by_hand: bool = False  # what is not filled yet is a line to write on

    @property
    def said_by(self) -> int:
        """The unit that says it."""
        if self.sentence is not None:
            return self.sentence.unit_id
        assert self.unit_id is not None  # noqa: S101  # one of both
        return self.unit_id


def moment(at: dt.datetime, languages: tuple[str, ...]) -> site.Moment:
    """To the second, and how it is written in each language."""
    japan = at.astimezone(clock.JAPAN).replace(microsecond=0)
    return site.Moment(at=japan, drawn=_drawn(japan.replace(second=0, tzinfo=None), languages))


@lru_cache(maxsize=20_000)
def _drawn(minute: dt.datetime, languages: tuple[str, ...]) -> dict[str, str]:
    return {code: cldr.moment(minute, code) for code in languages}


class Wording:
    """Loads what `lines` need and says them. Five queries, however many the lines."""

    def __init__(self, lines: Iterable[Line], languages: Iterable[Language]) -> None:
        found = list(lines)
        self.languages = list(languages)
        self.codes = tuple(language.code for language in self.languages)
        values = [(slot, line.slots[slot.name]) for line in found for slot in _slots(line) if slot.name in line.slots]
        lists = {"intensity" if s.kind == SlotKind.INTENSITY else s.choice_list for s, _ in values if s.kind in _CHOSEN}
        self._choices = {
            f"{one.choice_list}.{one.value}": one.unit_id for one in Choice.objects.filter(choice_list__in=lists)
        }
        self.texts = _standing({line.said_by for line in found} | set(self._choices.values()))
        self.names = Names(
            places=_places(code for slot, value in values if slot.kind in _PLACED for code in _listed(value)),
            facilities=_facilities(v["id"] for s, v in values if s.kind == SlotKind.FACILITY and "ja" not in v),
            choices={key: self.bodies(unit) for key, unit in self._choices.items()},
            languages={language.code: language.endonym for language in self.languages},
        )

    def moment(self, at: dt.datetime | None) -> site.Moment | None:
        return moment(at, self.codes) if at else None

    def bodies(self, unit_id: int) -> dict[str, str]:
        return {code: text.body for code, text in self.texts[unit_id].items() if is_shown(text)}

    def part(self, line: Line) -> site.Part:
        """In every language that can say it; what cannot be said is missing, never filled from another."""
        texts: dict[str, site.Text] = {}
        made_of = self._made_of(line)
        for language, text in self.texts[line.said_by].items():
            said = self._said(line, text, language, made_of) if is_shown(text) else ()
            if said:
                texts[language] = site.Text(
                    lines=said,
                    state=self._state(line, text, language),
                    checked_at=self.moment(text.checked_at) if text.is_checked else None,
                )
        sentence = line.sentence
        return site.Part(
            texts=texts,
            code=sentence.code if sentence else "",
            pictogram=sentence.pictogram.rpartition(".")[0] or sentence.pictogram if sentence else "",
        )

    def _said(self, line: Line, text: Text, language: str, made_of: str) -> tuple[str, ...]:
        """Its lines, none where it cannot be said. The public pages ask for the same ones again and again."""
        key = (made_of, text.body, language)
        if key not in _SAID:
            if len(_SAID) >= _REMEMBERED:
                _SAID.clear()
            _SAID[key] = self._say(line, text.body, language)
        return _SAID[key]

    def _say(self, line: Line, body: str, language: str) -> tuple[str, ...]:
        if line.sentence is None:
            return tuple(one for one in body.split("\n") if one.strip())
        try:
            return tuple(say(body, _blanks(line.sentence), line.slots, language, self.names, by_hand=line.by_hand))
        except NotSayableError:
            return ()

    def _made_of(self, line: Line) -> str:
        """Everything but the text and the language that its words depend on."""
        if line.sentence is None:
            return ""
        names = self.names
        used: list[object] = [_blanks(line.sentence), sorted(line.slots.items()), line.by_hand]
        for slot in _slots(line):
            value = line.slots.get(slot.name)
            if slot.kind in _PLACED and value is not None:
                used += [names.places.get(code) for code in _listed(value)]
            elif slot.kind == SlotKind.FACILITY and isinstance(value, dict):
                used.append(names.facilities.get(value.get("id", 0)))
            elif slot.kind in _CHOSEN and value is not None:
                table = "intensity" if slot.kind == SlotKind.INTENSITY else slot.choice_list
                used += [names.choices.get(f"{table}.{one}") for one in _listed(value)]
            elif slot.kind == SlotKind.LANGUAGES:
                used.append(names.languages)
        return repr(used)

    def _state(self, line: Line, text: Text, language: str) -> site.State:
        """The worst of the sentence and of the choices in it."""
        used = [text]
        for slot in _slots(line):
            if slot.kind in _CHOSEN and slot.name in line.slots:
                table = "intensity" if slot.kind == SlotKind.INTENSITY else slot.choice_list
                for one in _listed(line.slots[slot.name]):
                    chosen = self.texts.get(self._choices.get(f"{table}.{one}", 0), {}).get(language)
                    used += [chosen] if chosen is not None else []
        return max((state_of(one) for one in used), key=_STATES.index)


def state_of(text: Text) -> site.State:
    if text.is_stale:
        return "stale"
    if text.state == State.CHECKED:
        return "checked"
    return "machine" if text.state == State.MACHINE else "unchecked"


def is_shown(text: Text) -> bool:
    """Drafts of a machine are shown, marked as such, unless the installation withholds them (but for Japanese)."""
    return settings.DISASTER_SHOW_MACHINE or text.state != State.MACHINE or text.language_id == "ja"


def _slots(line: Line) -> list[Any]:
    return list(line.sentence.slots.all()) if line.sentence is not None else []


def _blanks(sentence: Sentence) -> list[Blank]:
    return [Blank(slot.name, slot.kind, slot.choice_list, slot.is_required) for slot in sentence.slots.all()]


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _standing(units: set[int]) -> dict[int, dict[str, Text]]:
    """Unit → language → what readers get."""
    found: dict[int, dict[str, Text]] = defaultdict(dict)
    for text in _in_batches(units):
        found[text.unit_id][text.language_id] = text
    return found


def _in_batches(units: set[int]) -> Iterator[Text]:
    ids = sorted(units)
    for start in range(0, len(ids), 500):
        texts = Text.objects.filter(is_standing=True, unit__in=ids[start : start + 500]).order_by()
        yield from texts.only(*_COLUMNS)


def _places(codes: Iterable[str]) -> dict[str, Named]:
    return {one.code: named_place(one) for one in Place.objects.filter(code__in=set(codes))}


def named_place(place: Place) -> Named:
    return Named(place.name_ja, place.name_kana, place.names)


def named_issuers(organisations: Iterable[Organisation]) -> dict[int, Named]:
    """As the agency's table names the municipality in each language, else by its own names."""
    issuing = {one.pk: one for one in organisations}
    places = {place.organisation_id: place for place in Place.objects.filter(organisation__in=issuing)}
    return {
        pk: named_place(places[pk])
        if pk in places
        else Named(one.name_ja, one.name_kana, {"en": one.name_en} if one.name_en else {})
        for pk, one in issuing.items()
    }


def _facilities(ids: Iterable[int]) -> dict[int, Named]:
    found = Facility.objects.filter(pk__in=set(ids))
    return {one.pk: Named(one.name_ja, one.name_kana, one.names) for one in found}
