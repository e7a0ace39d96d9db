"""Deferred acceptance: everybody asks the lines of a list one after the other, a line keeps the best who asked.

What comes out does not depend on who asks first, so people may also be let in later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappush, heapreplace

import numpy as np

from kakehashi.services.jet.placing.fitting import Truths
from kakehashi.services.jet.placing.network import Ints

NOWHERE = -1
NEAR = 16  # so many entries are looked at one by one, the rest at once
LEAST, MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


@dataclass
class Lists:
    """Everybody's list, one behind the other. ``starts`` is one longer than there are people."""

    starts: Ints
    lines: Ints
    ranks: Ints  # of each entry: how the line ranks the person, fewer is better, no two alike within a line
    posts: Ints  # (lines,)

    @property
    def people(self) -> int:
        return len(self.starts) - 1

    def person(self) -> Ints:
        """Whose entry each is."""
        return np.repeat(np.arange(self.people, dtype=np.int64), np.diff(self.starts))

    def only(self, kept: Truths) -> "Lists":
        """With the entries that are kept."""
        before = np.concatenate([[0], np.cumsum(kept)])
        return Lists(before[self.starts], self.lines[kept], self.ranks[kept], self.posts)


class Deferring:
    """The state of asking. An offer is what a line compares: the least is whom it parts with first, and the person is
    its remainder.
    """

    def __init__(self, lists: Lists) -> None:
        self.people = lists.people
        self.next: list[int] = lists.starts[:-1].tolist()
        self.ends: list[int] = lists.starts[1:].tolist()
        self.lines = np.ascontiguousarray(lists.lines)
        self.offers: Ints = lists.person() - lists.ranks * max(1, lists.people)
        self.posts: list[int] = lists.posts.tolist()
        self.worst = np.where(lists.posts > 0, LEAST, MOST)  # a line takes what is above it
        self.kept: list[list[int]] = [[] for _ in self.posts]

    def let(self, people: Iterable[int]) -> list[int]:
        """Let people ask; returns whose list has come to its end, of them or of those they took the place of."""
        lines, offers, worst = self.lines.data, self.offers.data, self.worst.data  # as whole numbers of Python
        waiting, ended = list(people), []
        while waiting:
            person = waiting.pop()
            at = self._welcome(person)
            self.next[person] = at + 1
            if at == self.ends[person]:
                ended.append(person)
                continue
            line = lines[at]
            kept = self.kept[line]
            if len(kept) < self.posts[line]:
                heappush(kept, offers[at])
            else:
                waiting.append(heapreplace(kept, offers[at]) % self.people)
            if len(kept) == self.posts[line]:
                worst[line] = kept[0]
        return ended

    def _welcome(self, person: int) -> int:
        """The first entry not asked yet whose line takes the person; the end of the list if none does."""
        lines, offers, worst = self.lines.data, self.offers.data, self.worst.data
        start, end = self.next[person], self.ends[person]
        near = min(start + NEAR, end)
        for at in range(start, near):
            if offers[at] > worst[lines[at]]:
                return at
        later = np.flatnonzero(self.offers[near:end] > self.worst[self.lines[near:end]])
        return near + int(later[0]) if len(later) else end

    def lines_of(self) -> Ints:
        """The line of each person, or NOWHERE."""
        found = np.full(self.people, NOWHERE, np.int64)
        for line, offers in enumerate(self.kept):
            found[[offer % self.people for offer in offers]] = line
        return found


def deferred(lists: Lists) -> Ints:
    """The line of each person when everybody asks: no other stable placement is better for anybody."""
    asking = Deferring(lists)
    asking.let(range(lists.people))
    return asking.lines_of()


def blocking(lists: Lists, lines_of: Ints) -> Ints:
    """Entries (numbers in ``lists``) that both sides would rather have: the person ranks the line before the own
    one, and the line has a free post or somebody it ranks behind. Reckoned from the outcome alone.
    """
    person = lists.person()
    own = np.flatnonzero(lists.lines == lines_of[person])
    place = lists.starts[1:].copy()  # of each person's line in the list; the end where there is none
    place[person[own]] = own
    taken = np.bincount(lists.lines[own], minlength=len(lists.posts))
    worst = np.full(len(lists.posts), NOWHERE, np.int64)
    np.maximum.at(worst, lists.lines[own], lists.ranks[own])
    sooner = np.arange(len(lists.lines)) < place[person]
    welcome = (taken < lists.posts)[lists.lines] | (lists.ranks < worst[lists.lines])
    found: Ints = np.flatnonzero(sooner & welcome)
    return found
