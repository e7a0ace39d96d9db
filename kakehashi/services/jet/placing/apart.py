"""A placement in a process of its own: the worker stays free, and a search that does not end is ended."""

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from kakehashi.services.jet.placing.answer import place
from kakehashi.services.jet.placing.checking import broken_conditions, faults
from kakehashi.services.jet.placing.envy import envies
from kakehashi.services.jet.placing.problem import Problem
from kakehashi.services.jet.placing.stable import place_stably
from kakehashi.services.jet.placing.tiers import reckon

GRACE = 300.0  # seconds for everything but the couples
MOST_ENVIES = 5_000


class NotSolvedError(Exception):
    """No placement came out; the message says why, for operators."""


@dataclass(frozen=True)
class Solved:
    """What came out, checked without a solver. ``faults`` is empty where it stands."""

    places: dict[str, str]
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    proven: tuple[bool, ...]
    seconds: float
    faults: tuple[str, ...]
    envies: tuple[tuple[str, str, str, str], ...]  # who, whom, line, cause


def solve_apart(
    problem: Problem, *, stable: bool, seed: int, limit: float, since: Mapping[str, str] | None = None
) -> Solved:
    """Raises ``NotSolvedError``."""
    how = {"stable": stable, "seed": seed, "limit": limit, "since": since}
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, problem, how), daemon=True)
    child.start()
    sender.close()
    try:
        if not receiver.poll(limit + GRACE):
            raise NotSolvedError("time is over")
        found = receiver.recv()
    except EOFError:
        raise NotSolvedError(f"the process ended with {child.exitcode}") from None
    finally:
        child.kill()
        child.join()
        receiver.close()
    if isinstance(found, str):
        raise NotSolvedError(found)
    assert isinstance(found, Solved)  # noqa: S101  # our own child sends nothing else
    return found


def _work(sender: Connection, problem: Problem, how: Mapping[str, Any]) -> None:
    try:
        sender.send(solve(problem, **how))
    except Exception as error:  # told to whoever waits
        sender.send(f"{type(error).__name__}: {error}")


def solve(problem: Problem, *, stable: bool, seed: int, limit: float, since: Mapping[str, str] | None = None) -> Solved:
    """Here and now."""
    if stable:
        found = place_stably(problem, seed=seed)
        wrong = tuple(f"{fault} {about}".strip() for fault, about in broken_conditions(problem, found.places))
        values = reckon(problem, found.places)
        return Solved(found.places, values, (), (), 0.0, wrong, _envies(problem, found.places))
    answer = place(problem, seed=seed, limit=limit, since=since)
    wrong = tuple(f"{fault} {about}".strip() for fault, about in faults(problem, answer))
    return Solved(
        answer.places,
        answer.values,
        answer.bounds,
        answer.proven,
        answer.seconds,
        wrong,
        _envies(problem, answer.places),
    )


def _envies(problem: Problem, places: Mapping[str, str]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((one.who, one.whom, one.line, str(one.cause)) for one in envies(problem, places)[:MOST_ENVIES])
