"""What is asked of a placement: candidates, lines of posts, the country plan. The conditions that always hold are
here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

POSITIONS = ("ALT", "CIR", "SEA")
LEVELS = ("", "N5", "N4", "N3", "N2", "N1")  # of the Japanese-Language Proficiency Test, weakest first
GROUPS = ("A", "B", "C")
URBANITIES = ("urban", "semi", "rural")
PREFECTURE, MUNICIPALITY = "prefecture", "municipality"
RANKS = (1, 2, 3)


class Choice(NamedTuple):
    """One of a candidate's wishes: a prefecture or an organisation, by its six-digit code."""

    rank: int
    kind: str
    code: str


class Profile(NamedTuple):
    """What the conditions of a line look at; candidates of one profile fit the same lines."""

    position: str
    country: str
    level: int  # index in LEVELS
    licence: bool
    group: str


@dataclass(frozen=True, slots=True)
class Candidate:
    id: str
    profile: Profile
    score: int = 0
    wish: str = ""  # of URBANITIES, empty: any
    partner: str = ""
    choices: tuple[Choice, ...] = ()


class Conditions(NamedTuple):
    """What a line asks of whoever comes. ``None``: any."""

    position: str
    countries: frozenset[str] | None
    floor: int
    licence: bool
    groups: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Line:
    """Posts of one organisation with the same conditions."""

    id: str
    organisation: str
    prefecture: str
    posts: int
    conditions: Conditions
    urbanity: str
    must_fill: bool = False


class Condition(IntEnum):
    """Why somebody does not fit a line."""

    POSITION = 1
    COUNTRY = 2
    LEVEL = 3
    LICENCE = 4
    GROUP = 5


def obstacles(profile: Profile, conditions: Conditions) -> tuple[Condition, ...]:
    """The conditions of a line that a profile does not meet; empty: it fits."""
    return tuple(
        condition
        for condition, fails in (
            (Condition.POSITION, profile.position != conditions.position),
            (Condition.COUNTRY, conditions.countries is not None and profile.country not in conditions.countries),
            (Condition.LEVEL, profile.level < conditions.floor),
            (Condition.LICENCE, conditions.licence and not profile.licence),
            (Condition.GROUP, conditions.groups is not None and profile.group not in conditions.groups),
        )
        if fails
    )


def meets(profile: Profile, conditions: Conditions) -> bool:
    """Whether there are no obstacles; asked some hundred thousand times for one placement."""
    return (
        profile.position == conditions.position
        and profile.level >= conditions.floor
        and (profile.licence or not conditions.licence)
        and (conditions.countries is None or profile.country in conditions.countries)
        and (conditions.groups is None or profile.group in conditions.groups)
    )


@dataclass(frozen=True)
class Problem:
    """A placement to be made. ``seats`` are decided already (candidate → line), ``barred`` may not be (candidate,
    line).
    """

    candidates: tuple[Candidate, ...]
    lines: tuple[Line, ...]
    maxima: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (country, position) → most that may be placed
    seats: Mapping[str, str] = field(default_factory=dict)
    barred: frozenset[tuple[str, str]] = frozenset()

    def couples(self) -> list[tuple[int, int]]:
        """Pairs of positions in ``candidates``, each once, in the order of their ids."""
        at = {candidate.id: number for number, candidate in enumerate(self.candidates)}
        pairs = {
            (at[low], at[high])
            for candidate in self.candidates
            if candidate.partner
            for low, high in [sorted((candidate.id, candidate.partner))]
        }
        return sorted(pairs, key=lambda pair: self.candidates[pair[0]].id)


def best_rank(candidate: Candidate, line: Line) -> int | None:
    """The best of a candidate's choices that a line meets."""
    met = [
        choice.rank
        for choice in candidate.choices
        if choice.code == (line.prefecture if choice.kind == PREFECTURE else line.organisation)
    ]
    return min(met, default=None)
