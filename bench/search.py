"""Search: quality of answers, exactness of words, speed.

    python bench/search.py --passages FILE --queries FILE [--json] [--database-url URL] [--split dev]

FILE: passages as JSON lines (id, title, text), questions as CSV (question, relevant_passage_id, split). With `--json`
one line {"mrr10", "recall10", "p50_ms", "p95_ms"}; without it also the figures of each split, and of 200 words against
a scan of 10,000 documents. The product's own functions are used, on a database of its own (SQLite in a temporary
folder, or the one named, which should be empty).
"""

# ruff: noqa: PLC0415  # the product is imported once Django knows its database
import argparse
import csv
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
DOCUMENTS = 10_000
WORDS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--json", action="store_true", help="one line and nothing else")
    parser.add_argument("--database-url", default="", help="a PostgreSQL to fill instead of a temporary SQLite")
    parser.add_argument("--split", default="", help="only the questions of this split")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as folder:
        _start(folder, options.database_url)
        passages = [json.loads(line) for line in options.passages.read_text("utf-8").splitlines()]
        with options.queries.open(encoding="utf-8", newline="") as file:
            questions = [row for row in csv.DictReader(file) if options.split in ("", row["split"])]
        seconds = _fill(passages)
        results = _ask(passages, questions)
        if options.json:
            print(json.dumps(_figures(results)))
            return
        print(f"{len(passages):,} passages indexed in {seconds:.1f} s ({len(passages) / seconds:,.0f}/s)")
        for split in sorted({row["split"] for row, *_ in results}):
            print(split, json.dumps(_figures([result for result in results if result[0]["split"] == split])))
        print("all", json.dumps(_figures(results)))
        _words(passages)


def _start(folder: str, database_url: str) -> None:
    """Django on a database of its own, with the product's migrations."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["KAKEHASHI_DATA"] = folder
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _fill(passages: list[dict[str, str]]) -> float:
    """Hand all passages in; seconds."""
    from kakehashi.foundation.search import index, store
    from kakehashi.kernel.references import Ref

    started = time.perf_counter()
    index.put_many(
        index.Handed(
            ref=Ref("passage", number), title=row["title"], body=row["text"], url=f"/{number}/", is_public=True
        )
        for number, row in enumerate(passages)
    )
    store.tidy()
    return time.perf_counter() - started


def _ask(passages: list[dict[str, str]], questions: list[dict[str, str]]) -> list[tuple[dict[str, str], int, float]]:
    """For each question its row, the place of its passage among ten (0: not there), and the milliseconds."""
    from kakehashi.foundation.search import queries

    numbers = {row["id"]: number for number, row in enumerate(passages)}
    queries.search("はじめに一度", viewer=None)  # the dictionary is loaded once in the life of a process
    results = []
    for row in questions:
        started = time.perf_counter()
        found = queries.search(row["question"], viewer=None, limit=10)
        took = (time.perf_counter() - started) * 1000
        ids = [hit.ref.id for hit in found.hits]
        wanted = numbers[row["relevant_passage_id"]]
        results.append((row, ids.index(wanted) + 1 if wanted in ids else 0, took))
    return results


def _figures(results: list[tuple[dict[str, str], int, float]]) -> dict[str, float]:
    times = sorted(took for _row, _place, took in results)
    return {
        "mrr10": round(statistics.fmean(1 / place if place else 0 for _row, place, _took in results), 4),
        "recall10": round(statistics.fmean(place > 0 for _row, place, _took in results), 4),
        "p50_ms": round(times[len(times) // 2], 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
    }


def _words(passages: list[dict[str, str]]) -> None:
    """Words against a scan of the folded text: what is found, what is not, how long each takes."""
    from kakehashi.foundation.search import queries, tokens
    from kakehashi.foundation.search.models import Entry

    documents = _segments(passages)
    Entry.objects.all().delete()
    _fill(documents)
    folded = [tokens.fold(row["title"]) + "\n" + tokens.fold(row["text"]) for row in documents]
    recall, precision, ratios, times = [], [], [], []
    for word in _sample(documents):
        parts = tokens.fold(word).split()
        started = time.perf_counter()
        truth = {number for number, text in enumerate(folded) if all(part in text for part in parts)}
        scan = time.perf_counter() - started
        started = time.perf_counter()
        queries.search(word, viewer=None)
        took = time.perf_counter() - started
        found = queries.search(word, viewer=None, limit=len(documents))
        got = {hit.ref.id for hit in found.hits} if found.mode is queries.Mode.WORDS else set()
        recall.append(len(got & truth) / len(truth) if truth else 1.0)
        precision.append(len(got & truth) / len(got) if got else 1.0)
        ratios.append(scan / took)
        times.append(took * 1000)
    times.sort()
    print(
        f"{len(times)} word queries, {len(documents):,} documents: recall {statistics.fmean(recall):.4f},"
        f" precision {statistics.fmean(precision):.4f}, p50 {times[len(times) // 2]:.2f} ms,"
        f" p95 {times[int(len(times) * 0.95)]:.2f} ms, naive scan takes {statistics.median(ratios):.2f} times as long"
    )


def _segments(passages: list[dict[str, str]]) -> list[dict[str, str]]:
    """10,000 documents: the passages, then their halves."""
    halves = [
        {"title": row["title"], "text": part}
        for row in passages
        for part in (row["text"][: len(row["text"]) // 2], row["text"][len(row["text"]) // 2 :])
    ]
    return [*passages, *halves][:DOCUMENTS]


def _sample(documents: list[dict[str, str]]) -> list[str]:
    """Words of one to eight characters, cut anywhere, every fourth a pair of words of one document."""
    chance = random.Random(2012)
    sample: list[str] = []
    while len(sample) < WORDS:
        text = chance.choice(documents)["text"]
        pieces = []
        for _ in range(2 if len(sample) % 4 == 3 else 1):
            length = chance.choice([1, 2, 2, 2, 3, 4, 5, 8])
            start = chance.randrange(max(1, len(text) - length))
            pieces.append(text[start : start + length])
        if all(piece.isalnum() for piece in pieces):
            sample.append(" ".join(pieces))
    return sample


if __name__ == "__main__":
    main()
