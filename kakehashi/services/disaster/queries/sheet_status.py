"""Whether what a printed sheet says still holds: one answer for staff, for kits and for the public page."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kakehashi.foundation.translation import easy_japanese
from kakehashi.foundation.translation.models import Language, Text
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import PaperStatus, SheetState, SlotKind
from kakehashi.services.disaster.models import Choice, Sentence, Sheet

Meanings = dict[str, dict[str, str]]  # unit key → language → meaning
_ORIGINALS = ("ja", easy_japanese.CODE)  # what the other languages are translated from
_TONES: dict[str, str] = {
    PaperStatus.CURRENT: "success",
    PaperStatus.STALE: "info",
    PaperStatus.CHANGED: "warning",
    PaperStatus.REPLACED: "neutral",
    PaperStatus.WITHDRAWN: "neutral",
    PaperStatus.EXPIRED: "danger",
}
_LISTS = {SlotKind.CHOICE: "", SlotKind.INTENSITY: "intensity"}


@dataclass(frozen=True)
class SheetStatus:
    """What the code on a paper answers. The tuples name languages of the sheet.

    `changed`: their words say something else now, or their original does and they do not follow yet; `withdrawn`: their
    words were taken back; `stale`: their text is older than its original, and was so when it was printed. `changed_at`:
    when the last of these words was written. A sheet that was replaced, withdrawn or has expired is not looked into.
    """

    sheet: Sheet
    status: PaperStatus
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    changed_at: dt.datetime | None = None

    @property
    def outdated(self) -> tuple[str, ...]:
        """The languages in which the paper no longer says what holds."""
        return tuple(one for one in self.sheet.languages if one in self.changed or one in self.withdrawn)

    @property
    def holds(self) -> bool:
        """Whether the paper may hang on; a text that was stale when it was printed says so on the paper."""
        return self.status in {PaperStatus.CURRENT, PaperStatus.STALE}

    @property
    def tone(self) -> str:
        """How it is coloured."""
        return _TONES[self.status]

    @property
    def replaced_by(self) -> str:
        """The code of the sheet that took its place."""
        return self.sheet.replaced_by.code if self.sheet.replaced_by else ""


def statuses_of(sheets: Iterable[Sheet]) -> list[SheetStatus]:
    """In the order of the sheets; one query, however many. `replaced_by` is to be loaded with them."""
    found = [(sheet, _ended(sheet)) for sheet in sheets]
    now = _Now([sheet for sheet, ended in found if ended is None])
    return [SheetStatus(sheet, ended) if ended else now.status_of(sheet) for sheet, ended in found]


def _ended(sheet: Sheet) -> PaperStatus | None:
    if sheet.state == SheetState.WITHDRAWN:
        return PaperStatus.WITHDRAWN
    if sheet.state == SheetState.REPLACED:
        return PaperStatus.REPLACED
    has_expired = sheet.valid_until is not None and sheet.valid_until <= clock.now()
    return PaperStatus.EXPIRED if has_expired else None


@dataclass(frozen=True, slots=True)
class _Standing:
    meaning: str
    is_stale: bool
    written_at: dt.datetime


class _Now:
    """What readers get now of every unit on the sheets that have not ended."""

    def __init__(self, sheets: list[Sheet]) -> None:
        keys = {key for sheet in sheets for key in sheet.meanings}
        languages = {language for sheet in sheets for said in sheet.meanings.values() for language in said}
        self.texts: dict[str, dict[str, _Standing]] = defaultdict(dict)
        texts = Text.objects.filter(is_standing=True, unit__key__in=keys, language__in=languages).order_by()
        columns = texts.values_list("unit__key", "language", "meaning", "is_stale", "written_at")
        for key, language, meaning, is_stale, written_at in columns:
            self.texts[key][language] = _Standing(meaning, is_stale, written_at)

    def status_of(self, sheet: Sheet) -> SheetStatus:
        changed, withdrawn, stale = set[str](), set[str](), set[str]()
        moments = set[dt.datetime]()
        for key, printed in sheet.meanings.items():
            now = self.texts[key]
            moved = {one for one, meaning in printed.items() if one in now and now[one].meaning != meaning}
            old = {one for one in printed if one in now and now[one].is_stale}
            has_original_moved = not moved.isdisjoint(_ORIGINALS)
            changed |= moved | (old if has_original_moved else set())
            stale |= old
            withdrawn |= printed.keys() - now.keys()
            moments |= {now[one].written_at for one in moved}

        def named(codes: set[str]) -> tuple[str, ...]:
            return tuple(one for one in sheet.languages if one in codes)

        found = named(changed), named(withdrawn), named(stale - changed)
        status = PaperStatus.CHANGED if found[0] or found[1] else PaperStatus.STALE if found[2] else PaperStatus.CURRENT
        return SheetStatus(sheet, status, *found, max(moments, default=None))


@dataclass(frozen=True)
class Moved:
    """The same by the names of the languages, for a page."""

    changed: list[Language]
    withdrawn: list[Language]
    stale: list[Language]


def moved(status: SheetStatus) -> Moved:
    known = {one.code: one for one in resident_languages()}
    named = (
        [known[code] for code in codes if code in known] for codes in (status.changed, status.withdrawn, status.stale)
    )
    return Moved(*named)


def meanings_of(sheets: Sequence[Sheet]) -> list[Meanings]:
    """What every unit on each sheet means now, in its languages and in those they are translated from.

    Units: its sentences, the choices in them, and the words around them that have a meaning of their own. Four queries.
    """
    codes = {line["code"] for sheet in sheets for line in sheet.lines}
    found = Sentence.objects.filter(code__in=codes).select_related("unit").prefetch_related("slots").defer("folded")
    sentences = {sentence.code: sentence for sentence in found}
    lists = {_list_of(slot) for sentence in found for slot in sentence.slots.all() if slot.kind in _LISTS}
    chosen = Choice.objects.filter(choice_list__in=lists).values_list("choice_list", "value", "unit__key")
    choices = {(choice_list, value): key for choice_list, value, key in chosen}
    keys = [_keys(sheet, sentences, choices) for sheet in sheets]
    now: dict[str, dict[str, str]] = defaultdict(dict)
    texts = Text.objects.filter(is_standing=True, unit__key__in=set().union(*keys))
    for key, language, meaning in texts.order_by().values_list("unit__key", "language", "meaning"):
        now[key][language] = meaning
    return [
        {key: {code: now[key][code] for code in {*sheet.languages, *_ORIGINALS} if code in now[key]} for key in own}
        for sheet, own in zip(sheets, keys, strict=True)
    ]


def _keys(sheet: Sheet, sentences: Mapping[str, Sentence], choices: Mapping[tuple[str, str], str]) -> set[str]:
    keys = {"disaster.word.valid_until"} if sheet.valid_until else set()
    keys |= {"disaster.word.drill_short"} if sheet.exercise_id else set()
    for line in sheet.lines:
        if (sentence := sentences.get(line["code"])) is None:
            continue
        keys.add(sentence.unit.key)
        for slot in sentence.slots.all():
            if slot.kind in _LISTS and slot.name in line["slots"]:
                chosen = ((_list_of(slot), value) for value in _listed(line["slots"][slot.name]))
                keys |= {choices[one] for one in chosen if one in choices}
    return keys


def _list_of(slot: Any) -> str:
    return _LISTS[slot.kind] or slot.choice_list


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
