"""Code tables of JMA as data with validity (data/jma, see its SOURCES.md). Unknown codes are answered with None."""

import csv
import dataclasses
import datetime
import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent.parent / "data" / "jma"
PLACES = DATA.parent / "places" / "places.csv"
SINGLE_TENS = re.compile(r"[1-9][1-9]")


class Type(NamedTuple):
    """What a message of this type is; `pattern` fits its codes, `reader` names how its body is read."""

    code: str
    pattern: str
    titles: tuple[str, ...]
    family: str
    reader: str


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One code of one table, between two days. `rank` orders by danger; `state` is on, lifted or none."""

    table: str
    code: str
    name: str
    level: int | None
    rank: int
    state: str
    valid_from: str
    valid_until: str

    def is_valid(self, day: str) -> bool:
        return self.valid_from <= day <= (self.valid_until or "9999")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@functools.cache
def types() -> tuple[Type, ...]:
    return tuple(
        Type(row["code"], row["pattern"], tuple(filter(None, row["titles"].split(";"))), row["family"], row["reader"])
        for row in _rows(DATA / "types.csv")
    )


@functools.cache
def type_of(code: str, title: str) -> Type:
    """By its title, which is part of the message; else by the code of its file name; else nothing known of it."""
    by_title = next((kind for kind in types() if title in kind.titles), None)
    by_code = next((kind for kind in types() if code and re.fullmatch(kind.pattern, code)), None)
    return by_title or by_code or Type("", "", (), "other", "")


@functools.cache
def kinds() -> dict[tuple[str, str], tuple[Kind, ...]]:
    found: dict[tuple[str, str], tuple[Kind, ...]] = {}
    for row in _rows(DATA / "kinds.csv"):
        level = int(row["level"]) if row["level"] else None
        valid = (row["valid_from"], row["valid_until"])
        kind = Kind(row["table"], row["code"], row["name"], level, int(row["rank"]), row["state"], *valid)
        found[kind.table, kind.code] = (*found.get((kind.table, kind.code), ()), kind)
    return found


@functools.cache
def _comments() -> dict[str, Kind]:
    return {kind.name: kind for (table, _), same in kinds().items() if table == "comment" for kind in same}


@functools.lru_cache(maxsize=1000)
def kind_of(table: str, code: str, name: str, day: datetime.date | None) -> Kind | None:
    """The kind this code meant that day. The name in the message decides where a code has had two."""
    if table == "weather":
        code = code.zfill(2)
    elif table == "flood" and SINGLE_TENS.fullmatch(code):
        code = f"{code[0]}0"  # the tens say how dangerous it is, the ones what it was before
    same = kinds().get((table, code), ())
    if not same and table == "comment":
        return _comments().get(name)
    named = [kind for kind in same if kind.name == name]
    valid = [kind for kind in same if day is None or kind.is_valid(day.isoformat())]
    return next(iter(named or valid or same), None)


@functools.cache
def area_kinds() -> dict[str, str]:
    """Name of a code table in the messages to the first part of our place codes."""
    return {row["name"]: row["kind"] for row in _rows(DATA / "code_types.csv")}


@functools.cache
def areas() -> dict[str, str]:
    """Our place code to its Japanese name."""
    return {row["code"]: row["ja"] for row in _rows(PLACES)}


@functools.cache
def _prefectures() -> dict[str, str]:
    return {row["code"]: row["prefecture"] for row in _rows(PLACES) if row["prefecture"]}


def prefectures(codes: Iterable[str]) -> list[str]:
    """The numbers of the prefectures in which these places lie; coasts, volcanoes and the sea lie in none."""
    return sorted({number for code in codes if (number := _prefectures().get(code) or _numbered(code))})


def _numbered(code: str) -> str:
    """Of a city or area that no table knows: its number begins with its prefecture's."""
    kind, _, number = code.partition(":")
    return number[:2] if kind in {"city", "area"} and "01" <= number[:2] <= "47" else ""


@functools.cache
def area_named(name: str) -> str | None:
    """The prefecture, else the forecast area, of this name."""
    return next(
        (code for code, known in areas().items() if known == name and code.startswith(("pref:", "area:"))), None
    )
