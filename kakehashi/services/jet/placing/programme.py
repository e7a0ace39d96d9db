"""The linear programme that bounds couples: the arcs still free, and a share of each couple in each prefecture.

A share may not exceed the flow of either partner into the prefecture. Prices come from the solver as fractions; a
bound is reckoned from
them again in whole numbers and holds whatever the solver's rounding.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from kakehashi.services.jet.placing.faces import Bounds, NoFlowError
from kakehashi.services.jet.placing.network import Ints, Network

SCALE = 1 << 24  # prices are whole multiples of 1 / SCALE
LEEWAY = 1e-5  # what a stage before may miss, as the solver works with fractions; bounds are reckoned without it


@dataclass
class Prices:
    """Multipliers of the programme's rows, in units of 1 / SCALE."""

    nodes: Ints  # (nodes,)
    shares: Ints  # (2, shares): of each partner's row
    floors: list[int]  # of each stage before: what one unit less of it is worth


@dataclass
class Shares:
    """Which couple, which prefecture; and the arcs each partner's row counts."""

    network: Network
    couple: Ints
    prefecture: list[str]
    arc: tuple[Ints, Ints]  # of each partner: arcs …
    of: tuple[Ints, Ints]  # … and the share whose row counts them
    sure: tuple[
        NDArray[np.bool_], NDArray[np.bool_]
    ]  # (shares,) of each partner: where the seat is decided and no row is needed

    def __len__(self) -> int:
        return len(self.prefecture)


CLOSED, OPEN, SURE, SOFT = range(4)
"""Whether a couple may be counted in a prefecture, or has to be (in the programme: or pays dearly for not being)."""

Gain = tuple[Ints, Ints]
"""What arcs and what shares gain."""


@dataclass
class Open:
    """What a node of the search and the tiers before leave open."""

    bounds: Bounds
    shares: Ints  # (shares,): CLOSED, OPEN or SURE
    tight: NDArray[np.bool_]  # (2, shares): the share must equal that partner's flow


def shares_of(network: Network) -> Shares:
    couple: list[int] = []
    prefecture: list[str] = []
    arcs: tuple[list[int], list[int]] = ([], [])
    rows: tuple[list[int], list[int]] = ([], [])
    sure: tuple[list[bool], list[bool]] = ([], [])
    for number, side in enumerate(network.sides):
        for name in side.prefectures:
            for partner in (0, 1):
                own = side.arcs[partner]
                sure[partner].append(own is None)
                for arc in own[name] if own is not None else ():
                    arcs[partner].append(arc)
                    rows[partner].append(len(couple))
            couple.append(number)
            prefecture.append(name)

    def both(pair: tuple[list[int], list[int]]) -> tuple[Ints, Ints]:
        return np.array(pair[0], np.int64), np.array(pair[1], np.int64)

    decided = np.array(sure[0], bool), np.array(sure[1], bool)
    return Shares(network, np.array(couple, np.int64), prefecture, both(arcs), both(rows), decided)


def penalty(network: Network) -> int:
    """What a share that has to be whole loses for all that it lacks: more than everything else can give for it."""
    return 64 * (int(network.supply.max(initial=0)) + 1)


@dataclass
class Certain:
    """A bound reckoned in whole numbers, times SCALE, and what each arc and share has left beside its price."""

    bound: int
    left: Ints
    left_shares: Ints
    paid: Ints  # (2, shares)


def certain(shares: Shares, left_open: Open, gains: list[Gain], values: list[int], prices: Prices) -> Certain:
    """No placement within ``left_open`` that reaches ``values`` in all ``gains`` but the last gains more in the
    last than the bound.

    It holds whatever the prices are.
    """
    network = shares.network
    gain = [gains[-1][0] * SCALE, gains[-1][1] * SCALE]
    for price, before in zip(prices.floors, gains, strict=False):
        gain = [own + before[kind] * max(0, price) for kind, own in enumerate(gain)]
    paid = np.where(left_open.tight, prices.shares, np.maximum(prices.shares, 0))
    paid[0][shares.sure[0]] = paid[1][shares.sure[1]] = 0
    left = gain[0] + prices.nodes[network.tail] - prices.nodes[network.head]
    for partner in (0, 1):
        np.add.at(left, shares.arc[partner], paid[partner][shares.of[partner]])
    left_shares = gain[1] - paid.sum(axis=0)
    value = np.where(left > 0, left * left_open.bounds.high, left * left_open.bounds.low).sum()
    value += np.where(left_open.shares == OPEN, np.maximum(left_shares, 0), 0).sum()
    value += left_shares[left_open.shares == SURE].sum() - (prices.nodes * network.supply).sum()
    value -= sum(max(0, price) * reached for price, reached in zip(prices.floors, values, strict=True))
    return Certain(int(value), left, left_shares, paid)


def narrowed(left_open: Open, found: Certain, slack: int) -> Open:
    """What a placement may still use that comes within ``slack`` of a bound: whatever would cost more stands where
    it costs nothing.
    """
    bounds = left_open.bounds
    return Open(
        Bounds(
            np.where(found.left > slack, bounds.high, bounds.low),
            np.where(found.left < -slack, bounds.low, bounds.high),
        ),
        np.where((found.left_shares < -slack) & (left_open.shares == OPEN), CLOSED, left_open.shares),
        left_open.tight | (found.paid > slack),
    )


class Programme:
    """The programme for one stage, kept between solutions so that each starts from the last one's basis."""

    def __init__(self, network: Network, shares: Shares, bounds: Bounds, gains: list[Gain]) -> None:
        self.network, self.shares = network, shares
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.columns = np.flatnonzero(bounds.high > bounds.low)
        self.low, self.high = bounds.low[self.columns].copy(), bounds.high[self.columns].copy()
        self.standing = np.full(len(shares), OPEN)
        self.gain = gains[-1][1]
        self.tight = np.zeros((2, len(shares)), bool)
        self.arcs = [
            self.solver.NumVar(low, high, "") for low, high in zip(self.low.tolist(), self.high.tolist(), strict=True)
        ]
        self.parts = [self.solver.NumVar(0, 1, "") for _ in range(len(shares))]
        self.dual = False
        self._lay_nodes(bounds)
        self._lay_shares(bounds)
        self.floors = [self._floor(gain, bounds) for gain in gains[:-1]]
        self.objective = self.solver.Objective()
        self.objective.SetMaximization()
        for variable, value in self._worth(gains[-1]):
            self.objective.SetCoefficient(variable, value)

    def _worth(self, gain: Gain) -> Iterator[tuple[pywraplp.Variable, float]]:
        for variables, values in ((self.arcs, gain[0][self.columns]), (self.parts, gain[1])):
            for number in np.flatnonzero(values).tolist():
                yield variables[number], float(values[number])

    def _floor(self, gain: Gain, bounds: Bounds) -> tuple[pywraplp.Constraint, int]:
        """The row that keeps what a stage before has reached, and what fixed arcs give of it."""
        row = self.solver.Constraint(-self.solver.infinity(), self.solver.infinity())
        for variable, value in self._worth(gain):
            row.SetCoefficient(variable, value)
        fixed = bounds.high == bounds.low
        return row, int((gain[0] * bounds.low)[fixed].sum())

    def _lay_nodes(self, bounds: Bounds) -> None:
        network = self.network
        supply = network.supply.copy()
        fixed = bounds.high == bounds.low
        np.subtract.at(supply, network.tail[fixed], bounds.low[fixed])
        np.add.at(supply, network.head[fixed], bounds.low[fixed])
        self.rows = {}
        for node in np.unique(np.concatenate([network.tail[self.columns], network.head[self.columns]])).tolist():
            self.rows[node] = self.solver.Constraint(float(supply[node]), float(supply[node]))
        for arc, tail, head in zip(
            self.arcs, network.tail[self.columns].tolist(), network.head[self.columns].tolist(), strict=True
        ):
            self.rows[tail].SetCoefficient(arc, 1)
            self.rows[head].SetCoefficient(arc, -1)

    def _lay_shares(self, bounds: Bounds) -> None:
        column = {arc: number for number, arc in enumerate(self.columns.tolist())}
        self.share_rows: list[list[pywraplp.Constraint | None]] = [[None] * len(self.shares), [None] * len(self.shares)]
        for partner in (0, 1):
            standing = np.zeros(len(self.shares), np.int64)
            arcs, of = self.shares.arc[partner], self.shares.of[partner]
            fixed = bounds.high[arcs] == bounds.low[arcs]
            np.add.at(standing, of[fixed], bounds.low[arcs[fixed]])
            for share, part in enumerate(self.parts):
                if not self.shares.sure[partner][share]:
                    self.share_rows[partner][share] = row = self.solver.Constraint(
                        -float(standing[share]), self.solver.infinity()
                    )
                    row.SetCoefficient(part, -1)
            for arc, share in zip(arcs.tolist(), of.tolist(), strict=True):
                if arc in column:
                    self.share_rows[partner][share].SetCoefficient(self.arcs[column[arc]], 1)

    def solve(self, left_open: Open, values: list[int]) -> tuple[Prices, list[float]]:
        """Prices and the shares at an optimum of what is left open and reaches ``values`` in the stages before."""
        for (row, fixed), value in zip(self.floors, values, strict=True):
            row.SetLb(value - fixed - LEEWAY)
        self._set(left_open)
        if not self._optimal():
            self._soften(left_open)
            if not self._optimal():
                raise NoFlowError
        nodes = np.zeros(self.network.nodes, np.int64)
        for node, row in self.rows.items():
            nodes[node] = -round(row.dual_value() * SCALE)
        paid = np.zeros((2, len(self.shares)), np.int64)
        for partner in (0, 1):
            for share, row in enumerate(self.share_rows[partner]):
                if row is not None:
                    paid[partner, share] = -round(row.dual_value() * SCALE)
        floors = [-round(row.dual_value() * SCALE) for row, _ in self.floors]
        return Prices(nodes, paid, floors), [part.solution_value() for part in self.parts]

    def _optimal(self) -> bool:
        """The primal method is faster at first, the dual one once only bounds change; where one stumbles, the other
        is asked. Only without preprocessing does a solution start from the last one's basis.
        """
        for afresh in (False, True):
            dual = self.dual != afresh
            self.solver.SetSolverSpecificParametersAsString(
                f"use_dual_simplex: {str(dual).lower()} use_preprocessing: {str(afresh).lower()}"
            )
            if self.solver.Solve() == pywraplp.Solver.OPTIMAL:
                self.dual = True
                return True
        return False

    def _set(self, left_open: Open) -> None:
        low, high = left_open.bounds.low[self.columns], left_open.bounds.high[self.columns]
        for number in np.flatnonzero((low != self.low) | (high != self.high)).tolist():
            self.arcs[number].SetBounds(float(low[number]), float(high[number]))
        for number in np.flatnonzero(left_open.shares != self.standing).tolist():
            self.parts[number].SetBounds(
                float(left_open.shares[number] == SURE), float(left_open.shares[number] > CLOSED)
            )
            self.objective.SetCoefficient(self.parts[number], float(self.gain[number]))
        for partner, share in np.argwhere(left_open.tight != self.tight).tolist():
            row = self.share_rows[partner][share]
            if row is not None:
                row.SetUb(row.Lb() if left_open.tight[partner, share] else self.solver.infinity())
        self.low, self.high, self.standing, self.tight = low, high, left_open.shares, left_open.tight

    def _soften(self, left_open: Open) -> None:
        """Where what has to be whole cannot be, missing it costs more than all else is worth: then there are prices,
        and they show it.
        """
        self.standing = left_open.shares.copy()
        for number in np.flatnonzero(left_open.shares == SURE).tolist():
            self.parts[number].SetLb(0.0)
            self.objective.SetCoefficient(self.parts[number], float(self.gain[number] + penalty(self.network)))
            self.standing[number] = SOFT
