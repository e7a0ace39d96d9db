"""Who fits which line, for everybody at once."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kakehashi.services.jet.placing.problem import Problem, meets

Truths = NDArray[np.bool_]
Thing = TypeVar("Thing", bound=Hashable)


def fits(problem: Problem) -> Truths:
    """(candidates, lines): whether a candidate may take a line: no obstacle and not barred."""
    profiles, of_candidate = numbered([candidate.profile for candidate in problem.candidates])
    asked, of_line = numbered([line.conditions for line in problem.lines])
    table = np.array([[meets(profile, conditions) for conditions in asked] for profile in profiles], bool)
    found: Truths = table.reshape(len(profiles), len(asked))[np.ix_(of_candidate, of_line)]
    if problem.barred:
        people = {candidate.id: at for at, candidate in enumerate(problem.candidates)}
        lines = {line.id: at for at, line in enumerate(problem.lines)}
        for candidate, line in problem.barred:
            if candidate in people and line in lines:
                found[people[candidate], lines[line]] = False
    return found


def numbered(things: Sequence[Thing]) -> tuple[list[Thing], NDArray[np.int64]]:
    """The different things in the order of their coming, and the number of each."""
    numbers: dict[Thing, int] = {}
    of = [numbers.setdefault(thing, len(numbers)) for thing in things]
    return list(numbers), np.array(of, np.int64)
