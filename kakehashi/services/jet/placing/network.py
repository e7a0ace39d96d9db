"""A placement as a flow: candidates → profiles → lines → organisations, every unit of flow a person.

Whoever fits the same lines of a prefecture meets in one pool before them, and pools lead into smaller pools that
they hold: so the arcs are few. An arc into a pool carries what the candidate gains by it. A candidate may also reach
a line by a road that promises less than the line gives; as each tier is brought to its greatest value before the
next, no optimal flow does.

An organisation takes its people one by one over arcs of falling gain: the first makes it not empty, each next
weighs less.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kakehashi.services.jet.placing.problem import (
    MUNICIPALITY,
    PREFECTURE,
    Candidate,
    Conditions,
    Problem,
    Profile,
    meets,
)
from kakehashi.services.jet.placing.tiers import EMPTY, FILLED, FIRST, MUST, SHORTAGE, TIERS, URBANITY

Ints = NDArray[np.int64]
SOURCE, SINK = 0, 1
ANYWHERE = ""
Entries = frozenset[int]
"""Nodes of lines, or of classes of lines."""


@dataclass
class Network:
    """Arcs as arrays, all of one length: ``gains`` is (9, arcs), fewer is better written as a negative value to be
    raised.
    """

    tail: Ints
    head: Ints
    room: Ints  # most units an arc carries
    gains: Ints
    nodes: int
    supply: Ints  # (nodes,): what enters, negative: leaves
    person: Ints  # the candidate (position in the problem) whose arc it is, else -1
    prefecture: list[str]  # where a couple member's arc leads
    line: Ints  # the line an arc enters, else -1
    sides: "list[Side]"


@dataclass
class Side:
    """A couple in the network: the arcs of each member by prefecture; ``None``: the member's seat is decided."""

    pair: tuple[int, int]
    arcs: tuple[dict[str, list[int]] | None, dict[str, list[int]] | None]
    prefectures: list[str]


@dataclass
class _Drawing:
    """The arcs as they are drawn."""

    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    room: list[int] = field(default_factory=list)
    gains: list[dict[int, int]] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    prefecture: list[str] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    nodes: int = SINK + 1

    def node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def arc(
        self,
        tail: int,
        head: int,
        room: int,
        gains: dict[int, int] | None = None,
        *,
        person: int = -1,
        prefecture: str = "",
        line: int = -1,
    ) -> None:
        self.tail.append(tail)
        self.head.append(head)
        self.room.append(room)
        self.gains.append(gains or {})
        self.person.append(person)
        self.prefecture.append(prefecture)
        self.line.append(line)


class _Kind(NamedTuple):
    """Candidates who may take the same lines: whose profiles meet the same conditions, less the lines they may not
    take.
    """

    met: int  # number in ``_Builder.asked``
    barred: frozenset[str]


def _wished(candidate: Candidate) -> dict[str, int]:
    """The best rank of each prefecture that is wished for."""
    wished: dict[str, int] = {}
    for choice in sorted(candidate.choices):
        if choice.kind == PREFECTURE:
            wished.setdefault(choice.code, choice.rank)
    return wished


class _Builder:
    """Draws the network of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.drawing = _Drawing()
        self.seated = Counter(problem.seats.values())
        self.free = [number for number, candidate in enumerate(problem.candidates) if candidate.id not in problem.seats]
        couples = [
            pair for pair in problem.couples() if not all(problem.candidates[at].id in problem.seats for at in pair)
        ]
        self.couples = couples
        self.coupled = {at for pair in couples for at in pair}
        self.lines_of: dict[str, list[int]] = defaultdict(list)
        for number, posts in enumerate(problem.lines):
            self.lines_of[posts.organisation].append(number)
        self.barred: dict[str, frozenset[str]] = {}
        for candidate, line in sorted(problem.barred):
            self.barred[candidate] = self.barred.get(candidate, frozenset()) | {line}
        self.lines_asking: dict[Conditions, list[int]] = defaultdict(list)
        self.line_nodes: list[int] = []
        self.organisations: dict[str, int] = {}
        self.line_at: dict[int, int] = {}  # node → line
        self.posts_behind: dict[int, int] = {}  # of the nodes of lines and of classes
        self.classes: dict[Conditions, list[tuple[str, int]]] = defaultdict(list)  # (urbanity, node)
        self.met: dict[Profile, int] = {}
        self.asked: list[tuple[Conditions, ...]] = []
        self.plans: dict[tuple[str, str], int] = {}
        self.fitting: dict[_Kind, dict[str, list[int]]] = {}
        self.entries: dict[tuple[_Kind, str, str], Entries] = {}
        self.pools: dict[Entries, int] = {}

    def build(self) -> Network:
        self._draw_organisations()
        self._draw_lines()
        self._draw_pools()
        seated = (candidate.profile for candidate in self.problem.candidates if candidate.id in self.problem.seats)
        taken = Counter((profile.country, profile.position) for profile in seated)
        for number in self.free:
            candidate = self.problem.candidates[number]
            self._draw_candidate(number, candidate, self._entry(candidate.profile, taken))
        self.drawing.arc(SOURCE, SINK, len(self.free))  # who is not placed
        return self._network()

    def _draw_organisations(self) -> None:
        for organisation, numbers in self.lines_of.items():
            posts = sum(self.problem.lines[number].posts for number in numbers)
            seated = sum(self.seated[self.problem.lines[number].id] for number in numbers)
            self.organisations[organisation] = node = self.drawing.node()
            for place in range(seated, posts):
                gains = {FILLED: 1, SHORTAGE: posts - place}
                if place == 0:
                    gains[EMPTY] = 1
                self.drawing.arc(node, SINK, 1, gains)

    def _draw_lines(self) -> None:
        classes: dict[tuple[Conditions, str], list[int]] = defaultdict(list)
        for number, line in enumerate(self.problem.lines):
            node = self.drawing.node()
            self.line_nodes.append(node)
            self.line_at[node], self.posts_behind[node] = number, line.posts
            gains = {MUST: 1} if line.must_fill else {}
            self.drawing.arc(
                node, self.organisations[line.organisation], max(0, line.posts - self.seated[line.id]), gains
            )
            self.lines_asking[line.conditions].append(number)
            classes[line.conditions, line.urbanity].append(number)
        for (conditions, urbanity), numbers in classes.items():
            node = self.drawing.node()
            for number in numbers:
                self.drawing.arc(node, self.line_nodes[number], self.problem.lines[number].posts, line=number)
            self.posts_behind[node] = sum(self.problem.lines[number].posts for number in numbers)
            self.classes[conditions].append((urbanity, node))

    def _entry(self, profile: Profile, taken: Counter[tuple[str, str]]) -> int:
        """Where candidates of a country and position enter: through the country plan if it names them."""
        pair = (profile.country, profile.position)
        if pair not in self.problem.maxima:
            return SOURCE
        if pair not in self.plans:
            self.plans[pair] = self.drawing.node()
            self.drawing.arc(SOURCE, self.plans[pair], max(0, self.problem.maxima[pair] - taken[pair]))
        return self.plans[pair]

    def _draw_candidate(self, number: int, candidate: Candidate, entry: int) -> None:
        own = self.drawing.node()
        self.drawing.arc(entry, own, 1)
        kind = self._kind(candidate)
        wished = _wished(candidate)
        for prefecture, urbanity in self._roads(number):
            if entries := self._entries(kind, prefecture, urbanity):
                gains = {FIRST + wished[prefecture] - 1: 1} if prefecture in wished else {}
                if urbanity:
                    gains[URBANITY] = 1
                self.drawing.arc(own, self.pools[entries], 1, gains, person=number, prefecture=prefecture)
        self._draw_municipalities(number, candidate, own, kind, wished)

    def _draw_municipalities(
        self, number: int, candidate: Candidate, own: int, kind: _Kind, wished: dict[str, int]
    ) -> None:
        """Straight roads to the lines of an organisation that is wished for by name."""
        fitting = self._fitting(kind)
        seen: set[int] = set()
        for choice in sorted(candidate.choices):
            for at in self.lines_of.get(choice.code, ()) if choice.kind == MUNICIPALITY else ():
                line = self.problem.lines[at]
                if at in seen or at not in fitting.get(line.prefecture, ()):
                    continue
                seen.add(at)
                gains = {FIRST + min(choice.rank, wished.get(line.prefecture, choice.rank)) - 1: 1}
                if candidate.wish == line.urbanity:
                    gains[URBANITY] = 1
                self.drawing.arc(own, self.line_nodes[at], 1, gains, person=number, prefecture=line.prefecture, line=at)

    def _kind(self, candidate: Candidate) -> _Kind:
        return _Kind(self._met(candidate.profile), self.barred.get(candidate.id, frozenset()))

    def _fitting(self, kind: _Kind) -> dict[str, list[int]]:
        """The lines that a profile fits, by prefecture."""
        if kind not in self.fitting:
            found: dict[str, list[int]] = defaultdict(list)
            for conditions in self.asked[kind.met]:
                for number in self.lines_asking[conditions]:
                    if self.problem.lines[number].id not in kind.barred:
                        found[self.problem.lines[number].prefecture].append(number)
            self.fitting[kind] = dict(found)
        return self.fitting[kind]

    def _roads(self, number: int) -> Iterator[tuple[str, str]]:
        """Prefecture (or anywhere) and urbanity (or any) of the pools a candidate may enter."""
        candidate = self.problem.candidates[number]
        where = sorted(self._fitting(self._kind(candidate))) if number in self.coupled else [ANYWHERE]
        for prefecture in dict.fromkeys([*sorted(_wished(candidate)), *where]):
            for urbanity in dict.fromkeys(["", candidate.wish]):
                yield prefecture, urbanity

    def _entries(self, kind: _Kind, prefecture: str, urbanity: str) -> Entries:
        """The nodes behind which a candidate of this kind finds every line that fits, in a prefecture (or anywhere)
        and of an urbanity (or of any).
        """
        name = (kind, prefecture, urbanity)
        if name not in self.entries:
            if prefecture == ANYWHERE and not kind.barred:
                classes = (each for conditions in self.asked[kind.met] for each in self.classes[conditions])
                nodes = [node for of, node in classes if urbanity in ("", of)]
            else:
                fitting = self._fitting(kind)
                numbers = chain(*fitting.values()) if prefecture == ANYWHERE else fitting.get(prefecture, ())
                nodes = [self.line_nodes[at] for at in numbers if urbanity in ("", self.problem.lines[at].urbanity)]
            self.entries[name] = frozenset(nodes)
        return self.entries[name]

    def _draw_pools(self) -> None:
        """One node for each set of entries somebody may take. A set that holds a smaller one leads to its node: so
        few arcs say who fits where.
        """
        wanted: dict[str, set[Entries]] = defaultdict(set)
        for number in self.free:
            kind = self._kind(self.problem.candidates[number])
            for prefecture, urbanity in self._roads(number):
                wanted[prefecture].add(self._entries(kind, prefecture, urbanity))
        for _, sets in sorted(wanted.items()):
            drawn: list[Entries] = []
            for entries in sorted(sets - self.pools.keys() - {frozenset()}, key=lambda one: (len(one), sorted(one))):
                self.pools[entries] = pool = self.drawing.node()
                left = entries
                for smaller in reversed(drawn):
                    if smaller <= left:
                        self.drawing.arc(pool, self.pools[smaller], sum(self.posts_behind[node] for node in smaller))
                        left -= smaller
                for node in sorted(left):
                    self.drawing.arc(pool, node, self.posts_behind[node], line=self.line_at.get(node, -1))
                drawn.append(entries)

    def _met(self, profile: Profile) -> int:
        """The number of the conditions that a profile meets."""
        if profile not in self.met:
            met = tuple(conditions for conditions in self.lines_asking if meets(profile, conditions))
            if met not in self.asked:
                self.asked.append(met)
            self.met[profile] = self.asked.index(met)
        return self.met[profile]

    def _network(self) -> Network:
        drawing = self.drawing
        arcs, nodes = len(drawing.tail), drawing.nodes
        gains = np.zeros((len(TIERS), arcs), np.int64)
        for number, given in enumerate(drawing.gains):
            for tier, gain in given.items():
                gains[tier, number] = gain
        supply = np.zeros(nodes, np.int64)
        supply[SOURCE], supply[SINK] = len(self.free), -len(self.free)
        return Network(
            tail=np.array(drawing.tail, np.int64),
            head=np.array(drawing.head, np.int64),
            room=np.array(drawing.room, np.int64),
            gains=gains,
            nodes=nodes,
            supply=supply,
            person=np.array(drawing.person, np.int64),
            prefecture=drawing.prefecture,
            line=np.array(drawing.line, np.int64),
            sides=self._sides(),
        )

    def _sides(self) -> list[Side]:
        arcs: dict[int, dict[str, list[int]]] = {
            at: {} for at in self.coupled if self.problem.candidates[at].id not in self.problem.seats
        }
        for arc, person in enumerate(self.drawing.person):
            if person in arcs:
                arcs[person].setdefault(self.drawing.prefecture[arc], []).append(arc)
        prefectures = {line.id: line.prefecture for line in self.problem.lines}
        sides = []
        for one, other in self.couples:
            own = arcs.get(one), arcs.get(other)
            open_to = [
                set(found) if found is not None else {prefectures[self.problem.seats[self.problem.candidates[at].id]]}
                for found, at in zip(own, (one, other), strict=True)
            ]
            sides.append(Side((one, other), own, sorted(open_to[0] & open_to[1])))
        return sides


def draw(problem: Problem) -> Network:
    """The network of a problem; the same problem gives the same arrays."""
    return _Builder(problem).build()
