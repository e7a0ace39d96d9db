"""Bringing two sides together: nobody has a reason to leave, however the wishes fall."""

from random import Random

import pytest

from kakehashi.engines.calls.rules.stable import Wishes, blocking, stable

HOSTS, CANDIDATES = ["h1", "h2", "h3", "h4"], ["c1", "c2", "c3", "c4", "c5"]


def some(of: list[str], chance: Random) -> list[str]:
    """Some of them, in some order."""
    return chance.sample(of, chance.randint(0, len(of)))


def wishes_of(chance: Random) -> Wishes[str, str]:
    return Wishes(
        {host: some(CANDIDATES, chance) for host in HOSTS},
        {candidate: some(HOSTS, chance) for candidate in CANDIDATES},
        {host: chance.randint(0, 3) for host in HOSTS},
    )


@pytest.mark.parametrize("seed", range(20))
def test_what_is_found_is_stable_and_fits(seed: int) -> None:
    chance = Random(seed)  # noqa: S311  # the same wishes in every run

    for _number in range(50):
        wishes = wishes_of(chance)
        found = stable(wishes)
        assert blocking(wishes, found) == []
        assert all(wishes.are_mutual(host, candidate) for candidate, host in found.items())
        assert all(list(found.values()).count(host) <= wishes.places[host] for host in HOSTS)


def test_a_candidate_leaves_for_the_host_it_wants_more() -> None:
    wishes = Wishes({"h1": ["c1"], "h2": ["c1", "c2"]}, {"c1": ["h1", "h2"], "c2": ["h2"]}, {})

    assert stable(wishes) == {"c1": "h1", "c2": "h2"}


def test_the_check_finds_a_pair_that_would_leave() -> None:
    wishes = Wishes({"h1": ["c1"], "h2": ["c1", "c2"]}, {"c1": ["h1", "h2"], "c2": ["h2"]}, {})

    assert blocking(wishes, {"c1": "h2"}) == [("h1", "c1")]


def test_only_those_who_want_each_other_are_brought_together() -> None:
    wishes = Wishes({"h1": ["c1"], "h2": ["c2"]}, {"c1": ["h2"], "c2": ["h1"]}, {})

    assert stable(wishes) == {}
