"""Couples in one prefecture: branching with a bound, because two people who belong together are no flow.

A choice names the prefecture of each couple; its best placement is an ordinary flow. A node of the search forbids
some prefectures to
some couples; the programme bounds what every choice within it can reach, tier by tier. A node is closed as soon as
a tier's bound is
below the best placement known, or when no tier's bound is above it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from kakehashi.services.jet.placing.faces import BEFORE_COUPLES, STEPS, Bounds, NoFlowError, climb
from kakehashi.services.jet.placing.network import Ints, Network
from kakehashi.services.jet.placing.programme import (
    CLOSED,
    OPEN,
    SCALE,
    SURE,
    Gain,
    Open,
    Prices,
    Programme,
    Shares,
    certain,
    narrowed,
    shares_of,
)
from kakehashi.services.jet.placing.tiers import COUPLES, FIRST, SECOND, THIRD, URBANITY

ORDER = (COUPLES, FIRST, SECOND, THIRD, URBANITY)
STAGES = ((COUPLES, FIRST), (SECOND, THIRD), (URBANITY,))
"""Tiers bounded together, the first weighing more than all the second can give."""
APART = ""
SPLIT = 1e-6
Choice = tuple[str, ...]  # of each couple: the prefecture both go to, or APART


@dataclass
class Closing:
    """Why a node holds nothing better: what it forbids, and the prices of each tier's bound in their order."""

    shares: Ints
    prices: list[Prices] = field(default_factory=list)


@dataclass
class Branch:
    """A node that was split: either without this share, or with no other of its couple."""

    shares: Ints
    share: int


@dataclass
class Found:
    """The best placement known and whether the search came to its end; ``loose`` bounds hold for COUPLES and FIRST
    in any case.
    """

    values: tuple[int, ...]
    flow: Ints
    face: Bounds
    choice: Choice
    loose: tuple[int, ...] = ()
    closings: list[Closing] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    complete: bool = False


def _weight(network: Network) -> int:
    """More than any tier but the first of ORDER can come to."""
    return int(network.supply.max(initial=0)) + 1


def stage_gain(network: Network, shares: int, stage: tuple[int, ...]) -> Gain:
    """Of arcs and of shares."""
    on_arcs, on_shares = np.zeros_like(network.room), np.zeros(shares, np.int64)
    for tier in stage:
        on_arcs, on_shares = on_arcs * _weight(network), on_shares * _weight(network)
        if tier == COUPLES:
            on_shares = on_shares + 1
        else:
            on_arcs = on_arcs + network.gains[tier]
    return on_arcs, on_shares


def stage_value(network: Network, values: tuple[int, ...], stage: tuple[int, ...]) -> int:
    """What a stage comes to when the tiers of ORDER have these values."""
    total = 0
    for tier in stage:
        total = total * _weight(network) + values[ORDER.index(tier)]
    return total


class Search:
    """Branch and bound below the face that the tiers before couples left."""

    def __init__(
        self,
        network: Network,
        face: Bounds,
        *,
        until: float,
        first: Choice,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.network, self.face, self.until, self.first, self.tell = network, face, until, first, tell
        self.shares: Shares = shares_of(network)
        self.found: Found | None = None
        self.entries = self._entries()
        self.gains = [stage_gain(network, len(self.shares), stage) for stage in STAGES]
        self.programmes: list[Programme] = []

    @property
    def best(self) -> Found:
        if self.found is None:
            raise NoFlowError
        return self.found

    def run(self) -> Found:
        self._try((APART,) * len(self.network.sides))
        loose = sum(bool(side.prefectures) for side in self.network.sides), self.best.values[1]
        self._try(self.first)
        closings: list[Closing] = []
        branches: list[Branch] = []
        open_nodes = [np.full(len(self.shares), OPEN)]
        while open_nodes and time.monotonic() < self.until:
            node = open_nodes[-1]
            outcome = self._close(node)
            if outcome is None:  # the solver failed or time is up
                break
            open_nodes.pop()
            if isinstance(outcome, Closing):
                closings.append(outcome)
            else:
                branches.append(outcome)
                open_nodes += children(self.shares, outcome)
        best = self.best
        best.loose, best.closings, best.branches, best.complete = loose, closings, branches, not open_nodes
        return best

    def _close(self, node: Ints) -> Closing | Branch | None:
        while time.monotonic() < self.until:
            try:
                closing, parts = self._bounds(node)
            except NoFlowError:
                return None
            if parts is None:
                return closing
            if not self._try(self._rounded(parts)):
                return Branch(node, self._undecided(parts, node))
        return None

    def _bounds(self, node: Ints) -> tuple[Closing, list[float] | None]:
        """What proves that a node has nothing better; or the shares of a solution that may be better."""
        closing = Closing(node)
        left_open = Open(self.face, node, np.zeros((2, len(self.shares)), bool))
        values: list[int] = []
        for at in range(len(STAGES)):
            if at == len(self.programmes):
                self.programmes.append(Programme(self.network, self.shares, self.face, self.gains[: at + 1]))
            programme = self.programmes[at]
            prices, parts = programme.solve(left_open, values)
            closing.prices.append(prices)
            found = certain(self.shares, left_open, self.gains[: at + 1], values, prices)
            value = stage_value(self.network, self.best.values, STAGES[at])
            if found.bound // SCALE != value:
                return closing, parts if found.bound // SCALE > value else None
            values.append(value)
            left_open = narrowed(left_open, found, found.bound - value * SCALE)
        return closing, None

    def _try(self, choice: Choice) -> bool:
        """Whether a choice gives a better placement than the best known."""
        bounds = self.face.copy()
        for number, (side, prefecture) in enumerate(zip(self.network.sides, choice, strict=True)):
            for partner in (0, 1) if prefecture else ():
                for name, arcs in (side.arcs[partner] or {}).items():
                    if name != prefecture:
                        bounds.high[arcs] = 0
                if side.arcs[partner] is not None:
                    bounds.low[self.entries[number][partner]] = 1
        if (bounds.low > bounds.high).any():
            return False
        try:
            flow, face, _ = climb(self.network, bounds, STEPS[BEFORE_COUPLES:])
        except NoFlowError:
            return False
        together = sum(map(bool, choice))
        values = (together, *(int((self.network.gains[tier] * flow).sum()) for tier in ORDER[1:]))
        if self.found is not None and values <= self.found.values:
            return False
        self.found = Found(values, flow, face, choice)
        self.tell(" ".join(map(str, values)))
        return True

    def _entries(self) -> list[tuple[int, int]]:
        """The arc by which each partner enters; -1: the seat is decided."""
        into = {head: arc for arc, head in enumerate(self.network.head.tolist())}

        def entry(arcs: dict[str, list[int]] | None) -> int:
            first = next((arc for found in (arcs or {}).values() for arc in found), None)
            return -1 if first is None else into[int(self.network.tail[first])]

        return [(entry(side.arcs[0]), entry(side.arcs[1])) for side in self.network.sides]

    def _rounded(self, parts: list[float]) -> Choice:
        """The prefecture with the largest share of each couple."""
        largest: dict[int, tuple[float, str]] = {}
        for couple, prefecture, part in zip(self.shares.couple.tolist(), self.shares.prefecture, parts, strict=True):
            if part > max(0.01, largest.get(couple, (0.0, ""))[0]):
                largest[couple] = part, prefecture
        return tuple(largest.get(couple, (0.0, APART))[1] for couple in range(len(self.network.sides)))

    def _undecided(self, parts: list[float], node: Ints) -> int:
        """The share to branch on: the largest that is split, else the largest that is not settled yet."""
        free = np.flatnonzero(node == OPEN).tolist()
        if not free:
            raise AssertionError("every couple is settled, so the bound is the value")
        return max(free, key=lambda share: (min(parts[share], 1 - parts[share]) > SPLIT, parts[share], -share))


def children(shares: Shares, branch: Branch) -> list[Ints]:
    """Without the share; and with it for sure (looked at first)."""
    without, sure = branch.shares.copy(), branch.shares.copy()
    without[branch.share] = CLOSED
    sure[shares.couple == shares.couple[branch.share]] = CLOSED
    sure[branch.share] = SURE
    return [without, sure]
