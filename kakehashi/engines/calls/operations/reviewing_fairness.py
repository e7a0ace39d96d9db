"""Giving applications to reviewers fairly: pure reckoning over ids, the same for the same input.

Nobody gets what they may not judge, nobody more than they take, and the loads differ by one at most wherever the
conflicts let them: as long as some chain of exchanges brings work from somebody to somebody with two less, it is taken.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Sharing:
    """Who judges what. `fixed` is not moved any more: begun, or given by hand.

    `most`: how many a reviewer takes, where there is a limit; `barred`: (reviewer, application) that must not meet.
    """

    reviewers: Sequence[int]
    barred: set[tuple[int, int]]
    most: Mapping[int, int] = field(default_factory=dict)
    fixed: set[tuple[int, int]] = field(default_factory=set)
    given: dict[int, set[int]] = field(default_factory=dict)  # application → reviewers

    def __post_init__(self) -> None:
        for reviewer, application in sorted(self.fixed):
            self.given.setdefault(application, set()).add(reviewer)
        self.load = dict.fromkeys(self.reviewers, 0)
        for reviewers in self.given.values():
            for reviewer in reviewers & self.load.keys():
                self.load[reviewer] += 1

    def share(self, applications: Sequence[int], each: int) -> dict[int, int]:
        """Give every application `each` reviewers; answers which lack how many because nobody is left."""
        lacking = {}
        for application in sorted(applications):
            self.given.setdefault(application, set())
            while len(self.given[application]) < each and self._give(application):
                pass
            if (missing := each - len(self.given[application])) > 0:
                lacking[application] = missing
        self._level()
        return lacking

    def _may(self, reviewer: int, application: int) -> bool:
        return reviewer not in self.given[application] and (reviewer, application) not in self.barred

    def _has_room(self, reviewer: int) -> bool:
        return self.load[reviewer] < self.most.get(reviewer, self.load[reviewer] + 1)

    def _give(self, application: int) -> bool:
        """To whoever has least; where all who may are full, by a chain of exchanges."""
        able = sorted((r for r in self.reviewers if self._may(r, application)), key=lambda r: (self.load[r], r))
        for reviewer in able:
            if self._has_room(reviewer) or self._relieve(reviewer):
                self.given[application].add(reviewer)
                self.load[reviewer] += 1
                return True
        return False

    def _relieve(self, reviewer: int) -> bool:
        """Take one application off a full reviewer by a chain that ends with somebody who has room."""
        return self._pass_on(reviewer, self._has_room)

    def _level(self) -> None:
        while any(self._pass_on(r, self._has_two_less_than(r)) for r in self._heaviest_first()):
            pass

    def _heaviest_first(self) -> list[int]:
        return sorted(self.reviewers, key=lambda r: (-self.load[r], r))

    def _has_two_less_than(self, reviewer: int) -> Callable[[int], bool]:
        heavy = self.load[reviewer]
        return lambda other: self.load[other] <= heavy - 2 and self._has_room(other)

    def _pass_on(self, first: int, is_end: Callable[[int], bool]) -> bool:
        """Move work along the shortest chain from `first` to somebody who fits."""
        came: dict[int, tuple[int, int]] = {}  # reviewer → (from whom, which application)
        waiting = deque([first])
        while waiting:
            giver = waiting.popleft()
            for application in self._movable(giver):
                for taker in sorted(self.reviewers):
                    if taker == first or taker in came or not self._may(taker, application):
                        continue
                    came[taker] = (giver, application)
                    if is_end(taker):
                        self._move_along(came, first, taker)
                        return True
                    waiting.append(taker)
        return False

    def _movable(self, reviewer: int) -> list[int]:
        return [a for a in sorted(self.given) if reviewer in self.given[a] and (reviewer, a) not in self.fixed]

    def _move_along(self, came: dict[int, tuple[int, int]], first: int, last: int) -> None:
        taker = last
        while taker != first:
            giver, application = came[taker]
            self.given[application].remove(giver)
            self.given[application].add(taker)
            taker = giver
        self.load[first] -= 1
        self.load[last] += 1
