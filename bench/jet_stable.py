"""Deferred acceptance beside a floor and a peer: 6,000 people, 1,000 lines, lists of 10 to 10, 50, 190 and 1,000.

    python bench/jet_stable.py [--peers PYTHON] [--limit 120]

Every line ranks people in an order of its own. Floor: the textbook with a heap in plain Python. Peer: PyPI's
`matching` in PYTHON, ended after `--limit` seconds. Goals: the same matching as both wherever they end, no blocking
pair, 100 times as fast as `matching`. Exits with 1 where one is missed. Seconds depend on the machine; the ratios are
of one run.
"""

# ruff: noqa: PLC0415  # the peer is loaded in its own process, and only there
import argparse
import subprocess
import sys
import tempfile
import threading
import time
from heapq import heappush, heapreplace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import numpy as np

from kakehashi.services.jet.placing.deferring import NOWHERE, Lists, blocking, deferred
from kakehashi.services.jet.placing.network import Ints

PEOPLE, LINES = 6000, 1000
LENGTHS = ((10, 10), (10, 50), (10, 190), (10, 1000))
TIMES_AS_FAST = 100


def drawn(shortest: int, longest: int) -> Lists:
    """Tastes that have much in common: what is liked by all, and each one's own."""
    chance = np.random.default_rng(7)
    liked, able = chance.normal(size=LINES), chance.normal(size=PEOPLE)
    posts = chance.integers(1, 21, LINES)
    posts = np.maximum(1, (posts * (PEOPLE * 1.05 / posts.sum())).round()).astype(np.int64)
    lengths = chance.integers(shortest, longest + 1, PEOPLE)
    lines = np.concatenate([np.argsort(-(liked + 1.5 * chance.normal(size=LINES)))[:length] for length in lengths])
    people = np.repeat(np.arange(PEOPLE), lengths)
    order = np.lexsort((-(able[people] + 1.5 * chance.normal(size=len(lines))), lines))
    ranks = np.empty(len(lines), np.int64)
    ranks[order] = np.arange(len(lines)) - np.searchsorted(lines[order], np.arange(LINES))[lines[order]]
    return Lists(np.concatenate([[0], np.cumsum(lengths)]), lines, ranks, posts)


def textbook(lists: Lists) -> Ints:
    """What one writes in plain Python."""
    starts, lines, ranks, posts = (one.tolist() for one in (lists.starts, lists.lines, lists.ranks, lists.posts))
    asked, kept = starts[:-1], [[] for _ in posts]
    found, waiting = [NOWHERE] * lists.people, list(range(lists.people))
    while waiting:
        person = waiting.pop()
        while asked[person] < starts[person + 1]:
            at = asked[person]
            asked[person] += 1
            line, offer = lines[at], (-ranks[at], person)
            if len(kept[line]) < posts[line]:
                heappush(kept[line], offer)
                found[person] = line
                break
            if offer > kept[line][0]:
                out = heapreplace(kept[line], offer)[1]
                found[person], found[out] = line, NOWHERE
                waiting.append(out)
                break
    return np.array(found)


def by_matching(lists: Lists) -> tuple[Ints, float]:
    from matching.games import HospitalResident

    named = [lists.lines[a:b].tolist() for a, b in zip(lists.starts[:-1], lists.starts[1:], strict=True)]
    order = np.lexsort((lists.ranks, lists.lines))
    asking: dict[str, list[str]] = {}
    for line, person in zip(lists.lines[order].tolist(), lists.person()[order].tolist(), strict=True):
        asking.setdefault(f"l{line}", []).append(f"p{person}")
    wishes = {f"p{person}": [f"l{line}" for line in wished] for person, wished in enumerate(named)}
    posts = {line: int(lists.posts[int(line[1:])]) for line in asking}
    began = time.perf_counter()
    solved = HospitalResident.create_from_dictionaries(wishes, asking, posts).solve(optimal="resident")
    seconds = time.perf_counter() - began
    found = np.full(lists.people, NOWHERE)
    for line, people in solved.items():
        found[[int(person.name[1:]) for person in people]] = int(line.name[1:])
    return found, seconds


def child(path: str) -> None:
    try:
        given = np.load(path)
        found, seconds = by_matching(Lists(given["starts"], given["lines"], given["ranks"], given["posts"]))
    except ImportError as error:
        print(f"NOT INSTALLED: {error.name}")
    else:
        np.savez(path, found=found, seconds=seconds)
        print("ok")


def peer(lists: Lists, python: str, limit: float) -> tuple[Ints | None, float, str]:
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as folder:
        path = str(Path(folder) / "lists.npz")
        np.savez(path, starts=lists.starts, lines=lists.lines, ranks=lists.ranks, posts=lists.posts)
        try:
            done = subprocess.run(
                [python, __file__, "--child", path], capture_output=True, text=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return None, limit, f"no answer within {limit:.0f} s"
        if done.stdout.strip() != "ok":
            return None, 0.0, done.stdout.strip() or " ".join(done.stderr.strip().splitlines()[-1:])
        answer = np.load(path)
        return answer["found"], float(answer["seconds"]), ""


def best_of(lists: Lists, work: object) -> tuple[Ints, float]:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        found = work(lists)  # type: ignore[operator]  # a function of lists
        times.append(time.perf_counter() - began)
    return found, min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--limit", type=float, default=120.0)
    options = parser.parse_args()
    missed, gave_up = 0, False
    for shortest, longest in LENGTHS:
        lists = drawn(shortest, longest)
        ours, seconds = best_of(lists, deferred)
        floor, floor_seconds = best_of(lists, textbook)
        pairs = len(blocking(lists, ours))
        same = bool((ours == floor).all())
        missed += (not same) + (pairs > 0)
        print(
            f"lists {shortest}-{longest} ({len(lists.lines):,} entries): {seconds:.3f} s,"
            f" {seconds / floor_seconds:.2f} x plain Python, same matching {same}, blocking pairs {pairs},"
            f" placed {(ours != NOWHERE).sum():,}"
        )
        if gave_up:
            print("  matching: not asked again, as it did not end with shorter lists")
            continue
        theirs, took, why = peer(lists, options.peers, options.limit)
        if theirs is None:
            print(f"  matching: {why}" + (f" (more than {took / seconds:,.0f} x ours)" if took else ""))
            gave_up = True
            continue
        same, ratio = bool((ours == theirs).all()), took / seconds
        missed += (not same) + (ratio < TIMES_AS_FAST)
        print(f"  matching: {took:.1f} s, {ratio:,.0f} x ours, same matching {same}")
    sys.exit(missed > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        sys.setrecursionlimit(10**6)
        threading.stack_size(512 * 2**20)
        thread = threading.Thread(target=child, args=sys.argv[2:3])
        thread.start()
        thread.join()
    else:
        main()
