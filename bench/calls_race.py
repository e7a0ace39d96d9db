"""Many at once: 200 decisions on 10 places, and 1,000 applications handed in, with a control that oversells.

    python bench/calls_race.py [--decisions 200] [--places 10] [--submissions 1000] [--at-once 64] [--database-url …]

All threads wait for one start signal; `at-once` of them work at the same time, each on a connection of its own (a
server has so many workers, and a database so many connections). Printed and checked:

- decisions: exactly `places` are adopted, the track holds what they hold, nobody meets an error but "no more room";
- the control decides the same number in the same way but looks at the track without holding it, and writes what it saw:
  it must adopt more than there are places, else the race proves nothing;
- submissions: everything handed in, as many different numbers, one receipt each, the chain of the record unbroken.

Ends with 1 where one of these is not so.
"""

# ruff: noqa: PLC0415  # the product is imported once Django knows its database
import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.starting import start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=200)
    parser.add_argument("--places", type=int, default=10)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL to fill instead of a temporary SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as folder:
        print(f"database: {start(folder, options.database_url)}, {options.at_once} at once")
        held = [
            _decisions(options.decisions, options.places, options.at_once),
            _control(options.decisions, options.places, options.at_once),
            _submissions(options.submissions, options.at_once),
        ]
        from django.db import connections

        connections.close_all()
    print("all held" if all(held) else "NOT HELD")
    return 0 if all(held) else 1


def race(jobs: Sequence[Callable[[], Any]], at_once: int) -> tuple[Counter[str], float]:
    """What the jobs ended with, by kind, and how many seconds they took together."""
    from django.db import connections

    signal = threading.Event()

    def run(job: Callable[[], Any]) -> str:
        signal.wait()
        try:
            job()
        except Exception as raised:  # it is the answer
            return type(raised).__name__
        return "done"

    with ThreadPoolExecutor(at_once) as pool:
        futures = [pool.submit(run, job) for job in jobs]
        started = time.perf_counter()
        signal.set()
        ended = Counter(future.result() for future in futures)
        took = time.perf_counter() - started
        for _n in range(at_once):
            pool.submit(connections.close_all)
    return ended, took


def _at_board(code: str, count: int, places: int) -> tuple[Any, Any, list[Any]]:
    from bench.many_applications import applications, cities, make_call, person

    call = make_call(code, places=places, ceiling_yen=places * 1_000_000)
    officer = person("公募 係", "section_staff", call.scheme.desk)
    return call, officer, applications(call, count, "board", cities(20))


def _outcome(call: Any) -> tuple[int, int, int]:
    """How many were adopted, and what the track says it holds: places and yen."""
    track = call.tracks.get()
    return call.applications.filter(step="adopted").count(), track.held_count, track.held_yen


def _decisions(count: int, places: int, at_once: int) -> bool:
    from kakehashi.engines.calls.models import Application
    from kakehashi.engines.calls.operations import MOVES

    call, officer, made = _at_board("race", count, places)

    def decide(pk: int) -> None:
        MOVES["adopt"](Application.objects.select_related("call__scheme").get(pk=pk), by=officer)

    ended, took = race([lambda pk=one.pk: decide(pk) for one in made], at_once)
    adopted, held, yen = _outcome(call)
    print(
        f"{count} decisions on {places} places: {dict(ended)} in {took:.1f} s;"
        f" adopted {adopted}, held {held}, {yen:,} yen"
    )
    return (adopted, held, yen, ended["done"], set(ended)) == (
        places, places, places * 1_000_000, places, {"done", "MoveRefusedError"},
    )  # fmt: skip


def _control(count: int, places: int, at_once: int) -> bool:
    """The same without holding the track: looked at before, written as it was seen."""
    from django.db import transaction

    from kakehashi.engines.calls.models import Application, Track

    call, _officer, made = _at_board("control", count, places)

    def decide(pk: int) -> None:
        track = Track.objects.get(call=call)
        if not track.has_room(1_000_000):
            return
        time.sleep(0.005)  # what else a decision has to do
        with transaction.atomic():
            Application.objects.filter(pk=pk).update(step="adopted", decided_yen=1_000_000)
            Track.objects.filter(pk=track.pk).update(
                held_count=track.held_count + 1, held_yen=track.held_yen + 1_000_000
            )

    ended, took = race([lambda pk=one.pk: decide(pk) for one in made], at_once)
    adopted, held, _yen = _outcome(call)
    print(f"control without the lock: {dict(ended)} in {took:.1f} s; adopted {adopted}, while the track says {held}")
    return adopted > places


def _submissions(count: int, at_once: int) -> bool:
    from bench.many_applications import applications, cities, make_call, officers
    from kakehashi.engines.calls.models import Application
    from kakehashi.engines.calls.operations import MOVES
    from kakehashi.foundation.audit.verify import verify
    from kakehashi.foundation.notices.models import Notice

    call = make_call("submitting")
    bodies = cities(100)
    people = officers(bodies)
    made = applications(call, count, "draft", bodies)

    def submit(pk: int) -> None:
        application = Application.objects.select_related("call__scheme").get(pk=pk)
        MOVES["submit"](application, by=people[application.applicant_id])

    ended, took = race([lambda pk=one.pk: submit(pk) for one in made], at_once)
    numbers = set(call.applications.filter(step="submitted").values_list("number", flat=True))
    receipts = Notice.objects.filter(kind="calls.handed_in").count()
    broken = verify().findings
    print(
        f"{count} submissions: {dict(ended)} in {took:.1f} s ({count / took:.0f} a second); {len(numbers)} numbers,"
        f" {receipts} receipts, record {broken or 'unbroken'}"
    )
    return (ended["done"], len(numbers), receipts, broken) == (count, count, count, [])


if __name__ == "__main__":
    sys.exit(main())
