"""A snapshot as the pages ask for it: by id, by place, and in the order of urgency."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kakehashi.services.disaster.site.naming import EASY, pick
from kakehashi.services.disaster.site.pictograms import inline
from kakehashi.services.disaster.site.snapshot import Area, Bulletin, Part, Sheet, Shelter, Snapshot, Text

SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
STATES = ("checked", "unchecked", "machine", "stale", "missing")  # from the best to the worst


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of a part: the text in the own language, if any, and what stands in for it, if it must."""

    state: str
    text: Text | None
    instead: Text | None
    instead_language: str


def shown(part: Part, language: str) -> Shown:
    """A text that is missing or stale is followed by the Easy Japanese one."""
    text = part.texts.get(language)
    if text is not None and text.state != "stale":
        return Shown(text.state, text, None, "")
    others = {code: other for code, other in part.texts.items() if code != language and other.state != "stale"}
    easy = (others[EASY], EASY) if EASY in others else pick(others, language)
    return Shown(text.state if text else "missing", text, *(easy or (None, "")))


def marked(parts: Iterable[Part], language: str) -> Iterator[tuple[Shown, str]]:
    """Each part with the state that is to be told before it: once, at the first, when it is the same for all. Empty
    where there is nothing to tell.
    """
    found = [shown(part, language) for part in parts]
    is_one = len({each.state for each in found}) == 1
    for number, each in enumerate(found):
        yield each, "" if each.state == "checked" or (is_one and number) else each.state


def state_of(parts: Iterable[Part], language: str) -> str:
    """The worst state among the parts."""
    return max((shown(part, language).state for part in parts), key=STATES.index, default="missing")


class Index:
    """Look-ups in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.languages = {language.code: language for language in snapshot.languages}
        self.areas = {area.code: area for area in snapshot.areas}
        self.issuers = {issuer.code: issuer for issuer in snapshot.issuers}
        self.bulletins = {bulletin.id: bulletin for bulletin in snapshot.bulletins}
        self.by_code: dict[str, Bulletin | Sheet] = {bulletin.code: bulletin for bulletin in snapshot.bulletins}
        self.by_code |= {sheet.code: sheet for sheet in snapshot.sheets}
        self.pictograms = {name: inline(svg) for name, svg in snapshot.pictograms.items()}
        self._inside: dict[str, list[Area]] = defaultdict(list)  # by the code of what they lie in
        for area in snapshot.areas:
            self._inside[area.within].append(area)
        self._shelters: dict[str, list[Shelter]] = defaultdict(list)
        for shelter in snapshot.shelters:
            self._shelters[shelter.area].append(shelter)
        self._live_in: dict[str, list[Bulletin]] = {}
        self.live = sorted((each for each in snapshot.bulletins if each.status == "live"), key=_urgency)

    def within(self, code: str) -> list[Area]:
        """The municipalities of a prefecture; without a code the prefectures."""
        kind = "municipality" if code else "prefecture"
        return [area for area in self._inside.get(code, []) if area.kind == kind]

    def around(self, code: str) -> frozenset[str]:
        """Codes of all areas that what is said for `code` may be for: itself, what lies within, what it lies in."""
        prefecture = self.areas[code].within
        beside = (
            {each.code for each in self._inside.get(prefecture, []) if each.kind == "region"} if prefecture else set()
        )
        return frozenset({code} | self._inside_codes(code) | beside | ({prefecture} - {""}))

    def live_in(self, code: str) -> list[Bulletin]:
        if code not in self._live_in:
            codes = self.around(code)
            self._live_in[code] = [each for each in self.live if not codes.isdisjoint(each.areas)]
        return self._live_in[code]

    def shelters_in(self, code: str) -> list[Shelter]:
        codes = {code} | self._inside_codes(code)
        return [shelter for each in sorted(codes) for shelter in self._shelters.get(each, [])]

    def _inside_codes(self, code: str) -> set[str]:
        return {each.code for each in self._inside.get(code, [])}

    def chain(self, bulletin: Bulletin) -> list[Bulletin]:
        """The versions this one replaced, the last first."""
        found: list[Bulletin] = []
        while (bulletin.replaces in self.bulletins) and self.bulletins[bulletin.replaces] not in found:
            bulletin = self.bulletins[bulletin.replaces]
            found.append(bulletin)
        return found

    def newest(self, code: str) -> Bulletin | Sheet | None:
        """What replaced the paper with this code, to the end of the chain; None when nothing did."""
        thing, seen = self.by_code.get(code), {code}
        while thing is not None and thing.replaced_by:
            following = self._following(thing)
            if following is None or following.code in seen:
                break
            seen.add(following.code)
            thing = following
        return thing if thing is not None and thing.code != code else None

    def _following(self, thing: Bulletin | Sheet) -> Bulletin | Sheet | None:
        where: Mapping[str, Bulletin | Sheet] = self.bulletins if isinstance(thing, Bulletin) else self.by_code
        return where.get(thing.replaced_by)


def _urgency(bulletin: Bulletin) -> tuple[bool, int, float]:
    """What is real before drills, then by severity, then the newest first."""
    return bulletin.is_exercise, SEVERITIES.index(bulletin.severity), -bulletin.sent_at.at.timestamp()


def digest(*values: Any) -> str:
    """Equal for equal values, in every process: values are dataclasses, tuples, strings, numbers and mappings."""
    found = hashlib.blake2b(digest_size=16)
    for value in values:
        found.update(repr(value).encode())
        found.update(b"\x00")
    return found.hexdigest()
