"""Bringing one tier after the other to its greatest value, keeping only what is optimal for those before.

All optimal flows of a linear objective form a face: the arcs whose reduced cost under optimal node prices is not
zero stand at one end
of their bounds, all others are free. Fixing those arcs before the next tier keeps every optimum of this one and
nothing else. The prices
prove it: by them, and by integer arithmetic alone, no flow within the bounds gains more (`bound`).
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from kakehashi.services.jet.placing.network import Ints, Network
from kakehashi.services.jet.placing.tiers import COUPLES, EMPTY, FILLED, FIRST, MUST, SECOND, SHORTAGE, THIRD, URBANITY

STEPS = ((MUST, FILLED), (EMPTY, SHORTAGE), (FIRST, SECOND), (THIRD, URBANITY))
"""Tiers solved together, the first weighing more than all the second can give."""
BEFORE_COUPLES = 2
"""So many steps come before the tier of couples."""


class NoFlowError(Exception):
    """The bounds leave no flow."""


@dataclass
class Proof:
    """Node prices under which no flow within the bounds of its step gains more than ``value``."""

    gain: Ints
    prices: Ints
    value: int


@dataclass
class Bounds:
    """Least and most units of each arc."""

    low: Ints
    high: Ints

    def copy(self) -> "Bounds":
        return Bounds(self.low.copy(), self.high.copy())


def whole(network: Network) -> Bounds:
    return Bounds(np.zeros_like(network.room), network.room.copy())


def combined(network: Network, step: tuple[int, int], most: int) -> Ints:
    """One gain for two tiers. ``most``: more than the second tier can come to."""
    first, second = network.gains[step[0]], network.gains[step[1]]
    both: Ints = first * most + second
    return both


def weight(network: Network, step: tuple[int, int]) -> int:
    """More than the second tier of a step can come to: every person at the largest gain of an arc, over the two
    arcs that give it.
    """
    people = int(network.supply.max(initial=0))
    return people * int(network.gains[step[1]].max(initial=0)) * 2 + 1


def best_flow(network: Network, bounds: Bounds, gain: Ints) -> Ints:
    """A flow of greatest gain within the bounds."""
    free = np.flatnonzero(bounds.high > bounds.low)
    supply = network.supply.copy()
    np.subtract.at(supply, network.tail, bounds.low)
    np.add.at(supply, network.head, bounds.low)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail[free].astype(np.int32),
        network.head[free].astype(np.int32),
        (bounds.high - bounds.low)[free],
        -gain[free],
    )
    solver.set_nodes_supplies(np.arange(network.nodes, dtype=np.int32), supply)
    if solver.solve() != solver.OPTIMAL:
        raise NoFlowError
    flow = bounds.low.copy()
    flow[free] += solver.flows(arcs)
    return flow


def prices_of(network: Network, bounds: Bounds, flow: Ints, gain: Ints) -> Ints:
    """Node prices that prove a flow best: shortest ways through what could still change, by Bellman and Ford."""
    onward, back = np.flatnonzero(flow < bounds.high), np.flatnonzero(flow > bounds.low)
    tail = np.concatenate([network.tail[onward], network.head[back]])
    head = np.concatenate([network.head[onward], network.tail[back]])
    cost = np.concatenate([-gain[onward], gain[back]])
    order = np.argsort(head, kind="stable")
    tail, head, cost = tail[order], head[order], cost[order]
    heads, starts = np.unique(head, return_index=True)
    prices = np.zeros(network.nodes, np.int64)
    for _ in range(network.nodes):
        offers = np.minimum.reduceat(prices[tail] + cost, starts) if len(starts) else np.zeros(0, np.int64)
        better = offers < prices[heads]
        if not better.any():
            return -prices
        prices[heads[better]] = offers[better]
    raise AssertionError("a flow that is not best has no prices")


def reduced(network: Network, gain: Ints, prices: Ints) -> Ints:
    """What one more unit over an arc gains beyond the prices of its ends."""
    return gain + prices[network.tail] - prices[network.head]


def bound(network: Network, bounds: Bounds, gain: Ints, prices: Ints) -> int:
    """No flow within ``bounds`` gains more than this, whatever the prices."""
    left = reduced(network, gain, prices)
    return int(np.where(left > 0, left * bounds.high, left * bounds.low).sum() - (prices * network.supply).sum())


def keep_face(network: Network, bounds: Bounds, gain: Ints, prices: Ints) -> Bounds:
    """The bounds of the flows that are best for ``gain``."""
    left = reduced(network, gain, prices)
    return Bounds(np.where(left > 0, bounds.high, bounds.low), np.where(left < 0, bounds.low, bounds.high))


def climb(network: Network, bounds: Bounds, steps: tuple[tuple[int, int], ...]) -> tuple[Ints, Bounds, list[Proof]]:
    """The best flow by the steps in their order, the face that is left, and the proof of each step."""
    proofs = []
    flow = bounds.low
    for step in steps:
        gain = combined(network, step, weight(network, step))
        flow = best_flow(network, bounds, gain)
        prices = prices_of(network, bounds, flow, gain)
        proofs.append(Proof(gain, prices, int((gain * flow).sum())))
        bounds = keep_face(network, bounds, gain, prices)
    return flow, bounds, proofs


__all__ = [
    "BEFORE_COUPLES",
    "COUPLES",
    "STEPS",
    "Bounds",
    "NoFlowError",
    "Proof",
    "best_flow",
    "bound",
    "climb",
    "whole",
]
