"""Ranking, decision board and export of a call with 300 applications: time and queries of each.

    python bench/board.py [--applications 300] [--rounds 5] [--database-url postgres://…]

Three reviews for each application on six criteria. Every page is asked for as a browser would, through all
middleware; printed are its queries and the median time, and the same for a tenth of the applications: the queries
should not differ, and the time should grow no faster than the lines. Then everything is decided at once, and all
applications are shared out among twelve reviewers.
"""

# ruff: noqa: PLC0415  # the product is imported once Django knows its database
import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.starting import start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL to fill instead of a temporary SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as folder:
        print(f"database: {start(folder, options.database_url)}")
        few, many = max(options.applications // 10, 2), options.applications
        found = {count: _pages(count, options.rounds) for count in (few, many)}
        print(f"\n{'page':<34}{'queries':>9}{'ms':>8}{'ms for ' + str(few):>14}{'ratio':>8}")
        for name, (queries, took) in found[many].items():
            queries_few, took_few = found[few][name]
            same = "" if queries == queries_few else f"  (queries for {few}: {queries_few})"
            print(f"{name:<34}{queries:>9}{took:>8.0f}{took_few:>14.0f}{took / took_few:>8.1f}{same}")
        _deciding(many)


def _pages(count: int, rounds: int) -> dict[str, tuple[int, float]]:
    from django.test import Client

    from bench.many_applications import applications, cities, make_call, person, reviews
    from kakehashi.engines.calls.operations.deciding import begin_scenario, fill_scenario

    call = make_call(f"pages{count}", ceiling_yen=count * 200_000, tracks=2)
    officer = person("公募 係", "section_staff", call.scheme.desk)
    reviews(call, applications(call, count, "board", cities(60)))
    scenarios = [begin_scenario(call, name, by=officer) for name in ("案1", "案2")]
    for scenario in scenarios:
        fill_scenario(scenario, by=officer)
    client = Client()
    client.force_login(officer.user)
    first, second = (scenario.pk for scenario in scenarios)
    pages = {
        "ranking": f"{call.pk}/ranking/",
        "ranking as Excel": f"{call.pk}/ranking/table.xlsx",
        "ranking as CSV": f"{call.pk}/ranking/table.csv",
        "board with two scenarios": f"{call.pk}/board/",
        "one scenario": f"scenarios/{first}/",
        "two scenarios compared": f"scenarios/{first}/compare/{second}/",
        "minutes": f"{call.pk}/minutes/",
        "minutes as PDF": f"{call.pk}/minutes.pdf",
        "reviewers": f"{call.pk}/reviewers/",
    }
    return {name: _measured(lambda path=path: _get(client, path), rounds) for name, path in pages.items()}


def _get(client: Any, path: str) -> None:
    answer = client.get(f"/calls/{path}")
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} for {path}")


def _measured(do: Callable[[], Any], rounds: int) -> tuple[int, float]:
    """Queries of the last round, and the median in milliseconds; the first one warms up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    do()
    took = []
    for _round in range(rounds):
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            do()
            took.append((time.perf_counter() - started) * 1000)
    return len(queries), statistics.median(took)


def _deciding(count: int) -> None:
    from bench.many_applications import applications, cities, make_call, person, reviews
    from kakehashi.engines.calls.operations.deciding import apply_scenario, begin_scenario, fill_scenario
    from kakehashi.engines.calls.operations.reviewing import assign_automatically

    call = make_call("deciding", ceiling_yen=count * 200_000, tracks=2)
    officer = person("公募 係", "section_staff", call.scheme.desk)
    reviews(call, applications(call, count, "board", cities(60)))
    scenario = begin_scenario(call, "案", by=officer)
    _said("filling a scenario by rank", lambda: fill_scenario(scenario, by=officer))
    _said(f"deciding {count} at once", lambda: apply_scenario(scenario, by=officer))
    steps = sorted(call.applications.values_list("step", flat=True))
    print(f"  {steps.count('adopted')} adopted, {steps.count('alternate')} alternates")
    applications_to_share = make_call("sharing")
    reviews(applications_to_share, [])
    applications(applications_to_share, count, "scoring", cities(60))
    _said(f"sharing {count} among 12 reviewers", lambda: assign_automatically(applications_to_share, by=officer))
    loads = [reviewer.assignments.count() for reviewer in applications_to_share.reviewers.all()]
    print(f"  loads from {min(loads)} to {max(loads)}")


def _said(name: str, do: Callable[[], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        do()
        took = time.perf_counter() - started
    print(f"{name}: {took * 1000:.0f} ms, {len(queries)} queries")


if __name__ == "__main__":
    main()
