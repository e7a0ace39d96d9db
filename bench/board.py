"""The board of a call of 300 applications: its pages, exports, deciding all at once, letters.

    python bench/board.py [--applications 300] [--letters 60] [--rounds 5] [--database-url postgres://…]

Three reviews for each application on six criteria. Every page is asked for as a browser would, through all
middleware; printed are its queries and the median time, and the same for a tenth of the applications: the queries
should not differ, and the time should grow no faster than the lines. Then all applications are shared out among twelve
reviewers, and everything is decided at once, beside its floor: as many rows updated with a line of history each, in one
transaction. Last, letters are issued by the background task (numbered, drawn, hashed, kept, told), beside their floor:
the same pages drawn by Typst and nothing else.
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
    parser.add_argument("--letters", type=int, default=60)
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
        _sharing(many)
        _letters(_deciding(many), options.letters)


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
        "letters": f"letters/{call.pk}/",
        "applications": f"applications/?call={call.pk}&view=all",
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


def _sharing(count: int) -> None:
    from bench.many_applications import applications, cities, make_call, person, reviews
    from kakehashi.engines.calls.operations.reviewing import assign_automatically

    call = make_call("sharing")
    officer = person("公募 係", "section_staff", call.scheme.desk)
    reviews(call, [])
    applications(call, count, "scoring", cities(60))
    _said(f"sharing {count} among 12 reviewers", lambda: assign_automatically(call, by=officer))
    loads = [reviewer.assignments.count() for reviewer in call.reviewers.all()]
    print(f"  loads from {min(loads)} to {max(loads)}")


def _deciding(count: int) -> Any:
    from bench.many_applications import applications, cities, make_call, person, reviews
    from kakehashi.engines.calls.operations.deciding import apply_scenario, begin_scenario, fill_scenario

    call = make_call("deciding", ceiling_yen=count * 200_000, tracks=2)
    officer = person("公募 係", "section_staff", call.scheme.desk)
    reviews(call, applications(call, count, "board", cities(60)))
    scenario = begin_scenario(call, "案", by=officer)
    _said("filling a scenario by rank", lambda: fill_scenario(scenario, by=officer))
    floor = _said(f"  floor: {count} rows and lines of history", lambda: _only_written(call))
    took = _said(f"deciding {count} at once", lambda: apply_scenario(scenario, by=officer))
    steps = sorted(call.applications.values_list("step", flat=True))
    print(
        f"  {steps.count('adopted')} adopted, {steps.count('alternate')} alternates; {took / floor:.1f} times the floor"
    )
    return scenario


def _only_written(call: Any) -> None:
    from django.db import transaction

    from kakehashi.foundation.flow.models import Passage

    with transaction.atomic():
        for one in call.applications.all():
            one.save()
            Passage.objects.create(
                thing_kind="bench", thing_id=one.pk, move="x", from_step="a", to_step="b", by_name="bench"
            )


def _letters(scenario: Any, count: int) -> None:
    from kakehashi.engines.calls.choices import LetterKind
    from kakehashi.engines.calls.models import Application, Letter
    from kakehashi.engines.calls.operations.letters import run_batch, start_batch
    from kakehashi.foundation.documents import pdf
    from kakehashi.kernel import clock

    call = scenario.call
    adopted = Application.objects.filter(call=call, step="adopted")
    adopted.update(starts_on=clock.today(), ends_on=clock.today())
    kept = adopted.order_by("pk").values_list("pk", flat=True)[:count]
    adopted.exclude(pk__in=list(kept)).update(step="board", decided_yen=None)
    batch = start_batch(call, LetterKind.GRANT, dated_on=clock.today(), by=scenario.applied_by)
    took = _said(f"issuing {batch.total} letters", lambda: run_batch.call(batch.pk))
    batch.refresh_from_db()
    if batch.done != batch.total:
        raise RuntimeError(batch.failure)
    pages = [letter.printed for letter in Letter.objects.filter(batch=batch)]
    floor = _said("  floor: drawing them", lambda: [pdf.render("letter", page, language="ja") for page in pages])
    print(f"  {batch.done / took:.1f} letters a second; {took / floor:.1f} times the floor")


def _said(name: str, do: Callable[[], Any]) -> float:
    """Done, printed; answers the seconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        do()
        took = time.perf_counter() - started
    print(f"{name}: {took * 1000:.0f} ms, {len(queries)} queries")
    return took


if __name__ == "__main__":
    main()
