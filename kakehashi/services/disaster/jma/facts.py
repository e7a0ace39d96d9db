"""What a message says, one thing at a time: this kind of danger, in these places, with these figures."""

import dataclasses
import datetime
from collections.abc import Iterator, Mapping, Sequence

from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.hardened import Element

NOTHING = {"なし", "発表警報・注意報はなし"}
LIFTED = "解除"


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A place as the message writes it: our code ("city:0110100") and its Japanese name, which is never dropped."""

    code: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One kind in places of one layer (city, area, primary …). `values`: figures as the message writes them."""

    table: str
    code: str
    name: str
    layer: str
    places: tuple[Place, ...]
    level: int | None = None
    rank: int = 0
    is_lifted: bool = False
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True)
class Gathered:
    """What a reader of a body has found so far; `gaps` are codes that no table knows, `mentioned` places by code."""

    day: datetime.date | None
    facts: list[Fact] = dataclasses.field(default_factory=list)
    gaps: dict[str, str] = dataclasses.field(default_factory=dict)
    mentioned: dict[str, str] = dataclasses.field(default_factory=dict)

    def add(
        self,
        table: str,
        code: str,
        name: str,
        *,
        status: str = "",
        layer: str = "",
        places: Sequence[Place] = (),
        values: Mapping[str, str] | None = None,
    ) -> None:
        """Nothing is added for kinds that say that there is nothing."""
        if not code or status in NOTHING:
            return
        kind = tables.kind_of(table, code, name, self.day)
        if kind is None:
            self.gaps[f"{table}:{code}"] = name
        elif kind.state == "none":
            return
        there = tuple(place for place in places if not place.code.endswith(":"))
        self.mentioned.update((place.code, place.name) for place in there)
        self.facts.append(
            Fact(
                table,
                kind.code if kind else code,
                name or (kind.name if kind else ""),
                layer,
                there,
                kind.level if kind else None,
                kind.rank if kind else 0,
                status == LIFTED or bool(kind and kind.state == "lifted"),
                values or {},
            )
        )

    def place(self, kind: str, code: str, name: str) -> Place:
        place = Place(f"{kind}:{code}", name)
        if code and kind in KNOWN_KINDS and place.code not in tables.areas():
            self.gaps[place.code] = name
        return place


KNOWN_KINDS = {"pref", "city", "area", "quake", "tsunami", "volcano", "river", "epicentre"}


def text(element: Element | None, path: str = "") -> str:
    """The text below, in any namespace, without white space around it; "" when there is none."""
    if element is None:
        return ""
    found = element.find(path) if path else element
    return (found.text or "").strip() if found is not None else ""


def places(parent: Element, namespace: str, gathered: Gathered) -> tuple[Place, ...]:
    """The places of every `Areas` below: its code table stands on it or on the area."""
    return tuple(_places(parent, namespace, gathered))


def _places(parent: Element, namespace: str, gathered: Gathered) -> Iterator[Place]:
    for group in parent.iterfind(f"{namespace}Areas"):
        for area in group.iterfind(f"{namespace}Area"):
            table = group.get("codeType") or area.get("codeType") or ""
            kind = tables.area_kinds().get(table)
            code, name = text(area, f"{namespace}Code"), text(area, f"{namespace}Name")
            if kind is None and table:
                gathered.gaps[table] = name
            if kind and code:
                yield gathered.place(kind, code, name)
