"""Two sides that each say whom they want, in order, brought together so that nobody has a reason to leave.

Hosts ask in the order of their wishes; a candidate keeps the best host that asked so far (deferred acceptance). The
result is stable: there is no host and no candidate who would both rather have each other.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

H = TypeVar("H", bound=Hashable)
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True)
class Wishes(Generic[H, C]):
    """Whom each wants, the most wanted first; `places`: how many a host takes."""

    hosts: Mapping[H, Sequence[C]]
    candidates: Mapping[C, Sequence[H]]
    places: Mapping[H, int]

    def are_mutual(self, host: H, candidate: C) -> bool:
        return candidate in self.hosts.get(host, ()) and host in self.candidates.get(candidate, ())


def stable(wishes: Wishes[H, C]) -> dict[C, H]:
    """The host of each candidate who gets one; only where both want each other."""
    waiting = {host: [one for one in wanted if wishes.are_mutual(host, one)] for host, wanted in wishes.hosts.items()}
    found: dict[C, H] = {}
    free = [host for host in wishes.hosts if waiting[host]]
    while free:
        host = free.pop()
        taken = sum(kept == host for kept in found.values())
        while taken < wishes.places.get(host, 1) and waiting[host]:
            candidate = waiting[host].pop(0)
            rival = found.get(candidate)
            order = wishes.candidates[candidate]
            if rival is None or order.index(host) < order.index(rival):
                found[candidate] = host
                taken += 1
                if rival is not None:
                    free.append(rival)
    return found


def blocking(wishes: Wishes[H, C], found: Mapping[C, H]) -> list[tuple[H, C]]:
    """The pairs that would both rather have each other; a stable result has none."""
    kept: dict[H, list[C]] = {host: [c for c, h in found.items() if h == host] for host in wishes.hosts}

    def host_would(host: H, candidate: C) -> bool:
        order = wishes.hosts[host]
        has_place = len(kept[host]) < wishes.places.get(host, 1)
        return has_place or any(order.index(candidate) < order.index(other) for other in kept[host])

    def candidate_would(host: H, candidate: C) -> bool:
        now, order = found.get(candidate), wishes.candidates[candidate]
        return now is None or order.index(host) < order.index(now)

    return [
        (host, candidate)
        for host, wanted in wishes.hosts.items()
        for candidate in wanted
        if wishes.are_mutual(host, candidate)
        and found.get(candidate) != host
        and host_would(host, candidate)
        and candidate_would(host, candidate)
    ]
