import random

import numpy as np

from kakehashi.services.jet.placing.deferring import NOWHERE, Deferring, Lists, blocking, deferred
from kakehashi.services.jet.placing.network import Ints


def drawn(seed: int) -> Lists:
    """Up to twelve people, up to six lines that each rank people in an order of its own."""
    draw = random.Random(seed)  # noqa: S311  # invented lists, the same for the same seed
    people, lines = draw.randint(0, 12), draw.randint(1, 6)
    order = {line: draw.sample(range(people), people) for line in range(lines)}
    lists = [draw.sample(range(lines), draw.randint(0, lines)) for _ in range(people)]
    return Lists(
        starts=np.cumsum([0, *map(len, lists)]),
        lines=np.array([line for named in lists for line in named], np.int64),
        ranks=np.array([order[line].index(at) for at, named in enumerate(lists) for line in named], np.int64),
        posts=np.array([draw.randint(0, 3) for _ in range(lines)], np.int64),
    )


def textbook(lists: Lists) -> list[int]:
    """Everybody without a line asks the next of the list; a line that has too many sends away whom it ranks last."""
    starts, lines, ranks = lists.starts.tolist(), lists.lines.tolist(), lists.ranks.tolist()
    asked = starts[:-1]
    kept: dict[int, list[tuple[int, int]]] = {line: [] for line in range(len(lists.posts))}
    free = list(range(lists.people))
    while free:
        person = free.pop(0)
        if asked[person] == starts[person + 1]:
            continue
        line, rank = lines[asked[person]], ranks[asked[person]]
        asked[person] += 1
        kept[line] = sorted([*kept[line], (rank, person)])
        free += [sent for _, sent in kept[line][lists.posts[line] :]]
        kept[line] = kept[line][: lists.posts[line]]
    found = {person: line for line, people in kept.items() for _, person in people}
    return [found.get(person, NOWHERE) for person in range(lists.people)]


def blocking_by_definition(lists: Lists, lines_of: Ints) -> list[int]:
    """Every entry looked at for itself."""
    holders: dict[int, list[int]] = {}
    rank: dict[tuple[int, int], int] = {}
    places: dict[tuple[int, int], int] = {}
    entries = list(zip(lists.person().tolist(), lists.lines.tolist(), lists.ranks.tolist(), strict=True))
    for at, (person, line, how) in enumerate(entries):
        rank[person, line], places[person, line] = how, at
        if lines_of[person] == line:
            holders.setdefault(line, []).append(person)
    found = []
    for at, (person, line, how) in enumerate(entries):
        own = lines_of[person]
        rather = own == NOWHERE or at < places[person, own]
        room = len(holders.get(line, [])) < lists.posts[line]
        if rather and (room or any(how < rank[other, line] for other in holders.get(line, []))):
            found.append(at)
    return found


def test_a_thousand_small_instances_come_out_as_in_the_textbook() -> None:
    for seed in range(1000):
        lists = drawn(seed)

        lines_of = deferred(lists)

        assert lines_of.tolist() == textbook(lists), seed
        assert blocking(lists, lines_of).tolist() == []


def test_the_check_finds_every_pair_that_would_rather_have_each_other() -> None:
    found = 0
    for seed in range(300):
        lists = drawn(seed)
        draw = random.Random(seed)  # noqa: S311  # any placement, not a secret
        lines_of = np.full(lists.people, NOWHERE)
        left = lists.posts.tolist()
        for person in range(lists.people):
            named = lists.lines[lists.starts[person] : lists.starts[person + 1]].tolist()
            line = draw.choice([NOWHERE, *(one for one in named if left[one])])
            lines_of[person] = line
            if line != NOWHERE:
                left[line] -= 1

        pairs = blocking(lists, lines_of).tolist()

        assert pairs == blocking_by_definition(lists, lines_of), seed
        found += len(pairs)
    assert found > 300


def test_who_is_let_in_later_changes_nothing_but_the_order() -> None:
    for seed in range(100):
        lists = drawn(seed)
        half = lists.people // 2
        asking = Deferring(lists)

        ended = asking.let(range(half)) + asking.let(range(half, lists.people))

        lines_of = asking.lines_of()
        assert lines_of.tolist() == deferred(lists).tolist()
        assert sorted(ended) == np.flatnonzero(lines_of == NOWHERE).tolist()


def test_long_lists_are_asked_to_their_end() -> None:
    people, lines = 40, 60  # more lines than are looked at one by one
    lists = Lists(
        starts=np.arange(people + 1) * lines,
        lines=np.tile(np.arange(lines), people),
        ranks=np.repeat(np.arange(people)[::-1], lines),
        posts=np.array([0, 0, *[1] * (lines - 2)]),
    )

    assert deferred(lists).tolist() == textbook(lists) == list(range(41, 1, -1))
