"""A placement as four tables, read with every refusal named: file, line, id and reason."""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kakehashi.services.jet.placing.problem import (
    GROUPS,
    LEVELS,
    MUNICIPALITY,
    POSITIONS,
    PREFECTURE,
    RANKS,
    URBANITIES,
    Candidate,
    Choice,
    Conditions,
    Line,
    Problem,
    Profile,
)

CANDIDATES, PREFERENCES, LINES, PLAN = "candidates.csv", "preferences.csv", "lines.csv", "country_plan.csv"
COLUMNS = {
    CANDIDATES: [
        "candidate_id",
        "country",
        "position",
        "jlpt",
        "driving_licence",
        "arrival_group",
        "interview_score",
        "urbanity_wish",
        "partner_id",
    ],
    PREFERENCES: ["candidate_id", "rank", "kind", "code6"],
    LINES: [
        "line_id",
        "organisation_code6",
        "prefecture_code6",
        "position",
        "posts",
        "countries",
        "jlpt_floor",
        "licence_required",
        "arrival_groups",
        "urbanity",
        "must_fill",
    ],
    PLAN: ["country", "position", "maximum"],
}
MOST_BYTES = 50_000_000  # of one file; 6,300 candidates are 0.4 MB
MOST_POSTS = 10_000  # of one line
MOST_DIGITS = 9
ANY, ANY_WISH = "*", "any"


class Reason(StrEnum):
    """Why a table is refused."""

    MISSING_FILE = "missing_file"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    NOT_CSV = "not_csv"
    MISSING_COLUMN = "missing_column"
    COLUMN_TWICE = "column_twice"
    CELLS = "cells"
    NO_ID = "no_id"
    TWICE = "twice"
    NOT_ALLOWED = "not_allowed"
    NOT_A_NUMBER = "not_a_number"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_CANDIDATE = "unknown_candidate"
    RANK_TWICE = "rank_twice"
    OWN_PARTNER = "own_partner"
    UNKNOWN_PARTNER = "unknown_partner"
    ONE_SIDED = "one_sided"


class RefusedError(Exception):
    """The tables are not what they must be; ``refusals`` says where and why, at most ``MOST_SHOWN`` of them."""

    def __init__(self, refusals: list["Refusal"]) -> None:
        super().__init__("; ".join(map(str, refusals)))
        self.refusals = refusals


MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """``row`` is the line of the file as an editor counts it, 0 for the file itself; ``about`` the row's id."""

    file: str
    row: int
    about: str
    reason: Reason
    given: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.row} {self.about} {self.reason} {self.given}"


Row = tuple[int, dict[str, str]]


class _Reader:
    """Reads the tables and gathers what is wrong with them."""

    def __init__(self, files: dict[str, bytes], countries: Collection[str], organisations: Collection[str]) -> None:
        self.files, self.countries, self.organisations = files, countries, organisations
        self.refusals: list[Refusal] = []

    def refuse(self, file: str, row: int, about: str, reason: Reason, given: object = "") -> None:
        self.refusals.append(Refusal(file, row, about, reason, str(given)[:60]))

    def rows(self, file: str) -> list[Row]:
        """The rows of a file that have every column, blank rows left out."""
        if file not in self.files:
            self.refuse(file, 0, "", Reason.MISSING_FILE)
            return []
        if len(self.files[file]) > MOST_BYTES:
            self.refuse(file, 0, "", Reason.TOO_LARGE, MOST_BYTES)
            return []
        try:
            text = self.files[file].decode("utf-8-sig")
        except UnicodeDecodeError:
            self.refuse(file, 0, "", Reason.ENCODING)
            return []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            return self._rows(file, reader)
        except csv.Error as error:
            self.refuse(file, reader.line_num, "", Reason.NOT_CSV, error)
            return []

    def _rows(self, file: str, reader: Any) -> list[Row]:
        header = [name.strip() for name in next(reader, [])]
        if lacking := [name for name in COLUMNS[file] if name not in header]:
            self.refuse(file, 1, "", Reason.MISSING_COLUMN, ", ".join(lacking))
            return []
        if len(set(header)) != len(header):
            self.refuse(
                file, 1, "", Reason.COLUMN_TWICE, ", ".join(sorted({name for name in header if header.count(name) > 1}))
            )
            return []
        found = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                self.refuse(file, reader.line_num, cells[0].strip(), Reason.CELLS, len(cells))
                continue
            found.append((reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
        return found

    def one_of(self, file: str, row: Row, about: str, column: str, allowed: Collection[str]) -> str:
        value = row[1][column]
        if value not in allowed:
            self.refuse(file, row[0], about, Reason.NOT_ALLOWED, f"{column} = {value!r}")
        return value

    def several(self, file: str, row: Row, about: str, column: str, allowed: Collection[str]) -> frozenset[str] | None:
        """Values joined by ``;``, or ``None`` for ``*``."""
        if row[1][column] == ANY:
            return None
        values = [value.strip() for value in row[1][column].split(";")]
        if wrong := [value for value in values if value not in allowed]:
            self.refuse(file, row[0], about, Reason.NOT_ALLOWED, f"{column} = {wrong[0]!r}")
        return frozenset(values)

    def number(self, file: str, row: Row, about: str, column: str, allowed: tuple[int, int]) -> int:
        least, most = allowed
        value = row[1][column]
        digits = value.removeprefix("-")
        if (
            not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS)
            or not least <= int(value) <= most
        ):
            self.refuse(file, row[0], about, Reason.NOT_A_NUMBER, f"{column} = {value!r} ({least}–{most})")
            return least
        return int(value)

    def code(self, file: str, row: Row, about: str, column: str) -> str:
        value = row[1][column]
        if (self.organisations and value not in self.organisations) or not (
            len(value) == 6 and value.isascii() and value.isdigit()
        ):
            self.refuse(file, row[0], about, Reason.UNKNOWN_CODE, f"{column} = {value!r}")
        return value

    def identity(self, file: str, row: Row, column: str, seen: dict[str, int]) -> str:
        value = row[1][column]
        if not value:
            self.refuse(file, row[0], "", Reason.NO_ID)
        elif value in seen:
            self.refuse(file, row[0], value, Reason.TWICE, seen[value])
        seen.setdefault(value, row[0])
        return value

    def candidates(self, choices: dict[str, list[Choice]]) -> list[Candidate]:
        seen: dict[str, int] = {}
        found, at = [], {}
        for row in self.rows(CANDIDATES):
            about = self.identity(CANDIDATES, row, "candidate_id", seen)
            at[about] = row[0]
            wish = self.one_of(CANDIDATES, row, about, "urbanity_wish", (*URBANITIES, ANY_WISH))
            level = self.one_of(CANDIDATES, row, about, "jlpt", LEVELS)
            profile = Profile(
                self.one_of(CANDIDATES, row, about, "position", POSITIONS),
                self.one_of(CANDIDATES, row, about, "country", self.countries),
                LEVELS.index(level) if level in LEVELS else 0,
                self.one_of(CANDIDATES, row, about, "driving_licence", "01") == "1",
                self.one_of(CANDIDATES, row, about, "arrival_group", GROUPS),
            )
            score = self.number(CANDIDATES, row, about, "interview_score", (0, 100))
            wished = tuple(sorted(choices.get(about, ())))
            found.append(
                Candidate(about, profile, score, "" if wish == ANY_WISH else wish, row[1]["partner_id"], wished)
            )
        self._check_partners(found, at)
        return found

    def _check_partners(self, candidates: list[Candidate], at: dict[str, int]) -> None:
        partners = {candidate.id: candidate.partner for candidate in reversed(candidates)}  # of a double, the first
        for candidate in candidates:
            partner = candidate.partner
            if not partner:
                continue
            if partner == candidate.id:
                self.refuse(CANDIDATES, at[candidate.id], candidate.id, Reason.OWN_PARTNER)
            elif partner not in partners:
                self.refuse(CANDIDATES, at[candidate.id], candidate.id, Reason.UNKNOWN_PARTNER, partner)
            elif partners[partner] != candidate.id:
                self.refuse(CANDIDATES, at[candidate.id], candidate.id, Reason.ONE_SIDED, partner)

    def choices(self, known: Collection[str]) -> dict[str, list[Choice]]:
        found: dict[str, list[Choice]] = defaultdict(list)
        seen: dict[tuple[str, int], int] = {}
        for row in self.rows(PREFERENCES):
            about = row[1]["candidate_id"]
            if about not in known:
                self.refuse(PREFERENCES, row[0], about, Reason.UNKNOWN_CANDIDATE)
            rank = self.number(PREFERENCES, row, about, "rank", (min(RANKS), max(RANKS)))
            if (about, rank) in seen:
                self.refuse(PREFERENCES, row[0], about, Reason.RANK_TWICE, rank)
            seen[about, rank] = row[0]
            kind = self.one_of(PREFERENCES, row, about, "kind", (PREFECTURE, MUNICIPALITY))
            found[about].append(Choice(rank, kind, self.code(PREFERENCES, row, about, "code6")))
        return found

    def lines(self) -> list[Line]:
        seen: dict[str, int] = {}
        found = []
        for row in self.rows(LINES):
            about = self.identity(LINES, row, "line_id", seen)
            floor = self.one_of(LINES, row, about, "jlpt_floor", LEVELS)
            conditions = Conditions(
                self.one_of(LINES, row, about, "position", POSITIONS),
                self.several(LINES, row, about, "countries", self.countries),
                LEVELS.index(floor) if floor in LEVELS else 0,
                self.one_of(LINES, row, about, "licence_required", "01") == "1",
                self.several(LINES, row, about, "arrival_groups", GROUPS),
            )
            organisation = self.code(LINES, row, about, "organisation_code6")
            prefecture = self.code(LINES, row, about, "prefecture_code6")
            posts = self.number(LINES, row, about, "posts", (1, MOST_POSTS))
            urbanity = self.one_of(LINES, row, about, "urbanity", URBANITIES)
            must = self.one_of(LINES, row, about, "must_fill", "01") == "1"
            found.append(Line(about, organisation, prefecture, posts, conditions, urbanity, must))
        return found

    def plan(self) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for row in self.rows(PLAN):
            about = f"{row[1]['country']} {row[1]['position']}"
            pair = (
                self.one_of(PLAN, row, about, "country", self.countries),
                self.one_of(PLAN, row, about, "position", POSITIONS),
            )
            if pair in found:
                self.refuse(PLAN, row[0], about, Reason.TWICE)
            found[pair] = self.number(PLAN, row, about, "maximum", (0, 10**MOST_DIGITS - 1))
        return found


def parse(files: dict[str, bytes], *, countries: Collection[str], organisations: Collection[str] = ()) -> Problem:
    """The problem that four files (name → bytes) describe.

    ``countries``: the alpha-2 codes that exist; ``organisations``: the codes that exist, empty: any of six digits.
    """
    reader = _Reader(files, countries, organisations)
    known = {row["candidate_id"] for _, row in reader.rows(CANDIDATES)}
    reader.refusals.clear()  # the candidates are read again below, with every reason
    choices = reader.choices(known)
    candidates, lines, plan = reader.candidates(choices), reader.lines(), reader.plan()
    if reader.refusals:
        order = list(COLUMNS)
        raise RefusedError(sorted(reader.refusals, key=lambda one: (order.index(one.file), one.row))[:MOST_SHOWN])
    return Problem(
        tuple(sorted(candidates, key=lambda one: one.id)), tuple(sorted(lines, key=lambda one: one.id)), plan
    )


def read(folder: Path) -> dict[str, bytes]:
    """The files of a folder that a placement needs, those that are there; of each at most one byte over the limit."""
    found = {}
    for name in COLUMNS:
        if (folder / name).is_file():
            with (folder / name).open("rb") as file:
                found[name] = file.read(MOST_BYTES + 1)
    return found


def fingerprint(files: dict[str, bytes]) -> str:
    """SHA-256 of the files in their order, each after its name and length."""
    digest = hashlib.sha256()
    for name in COLUMNS:
        digest.update(f"{name} {len(files[name])}\n".encode() + files[name])
    return digest.hexdigest()
