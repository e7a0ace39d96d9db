"""A backup while people write: how long it takes, how long it holds them up, how soon it is restored and verified.

    python bench/backup.py [--people 20000] [--documents 500] [--writers 2] [--database-url postgres://…]

SQLite in a temporary folder; with a database address, a database of its own on that server, dropped again. The floor is
the bare copy of the same database in the same run, also under writes: `VACUUM INTO`, or pg_dump with the same options.
Ratios of one run are what counts. Fails (exit 1) when the archive does not verify or a write was refused.
"""

import argparse
import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
TEXT = "市長の訪問について、受入れの可否と日程の候補をお知らせください。" * 8
QUIET = 3.0  # seconds of writing before anything is copied


def setup() -> None:
    import django  # noqa: PLC0415  # after the environment

    django.setup()


def fill(people: int, documents: int) -> None:
    """People, each with a row in the record, and documents."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415  # after the set-up
    from django.db import transaction  # noqa: PLC0415  # after the set-up

    from kakehashi.foundation.access.actors import Robot  # noqa: PLC0415  # after the set-up
    from kakehashi.foundation.audit.gate import act  # noqa: PLC0415  # after the set-up
    from kakehashi.foundation.documents.operations import store  # noqa: PLC0415  # after the set-up
    from kakehashi.foundation.organisations.models import Person  # noqa: PLC0415  # after the set-up

    robot = Robot("bench")
    for first in range(0, people, 1000):
        with act("bench.fill", None, by=robot, permit=True):
            rows = [
                Person(name_ja=f"人{n}", email=f"{n}@example.invalid") for n in range(first, min(first + 1000, people))
            ]
            for person in Person.objects.bulk_create(rows):
                with act("bench.person", person, by=robot, permit=True, note=TEXT) as record:
                    record.before = {}
    with transaction.atomic():
        for number in range(documents):
            content = f"{number}\n{TEXT * 100}".encode()
            store(SimpleUploadedFile("memo.txt", content), about=None, by=robot, permit=True)


def write(log: str) -> None:
    """Write until killed: one line for each acknowledged round, with the moments before and after it."""
    setup()
    from kakehashi.foundation.access.actors import Robot  # noqa: PLC0415  # after the set-up
    from kakehashi.foundation.audit.gate import act  # noqa: PLC0415  # after the set-up
    from kakehashi.foundation.organisations.models import Person  # noqa: PLC0415  # after the set-up

    person = Person.objects.first()
    with Path(log).open("a", buffering=1) as lines:
        while True:
            before = time.monotonic()
            with act("bench.write", person, by=Robot("bench"), permit=True, note=TEXT):
                Person.objects.create(name_ja="新しい人")
            lines.write(f"{before} {time.monotonic()}\n")
            time.sleep(0.005)  # somebody thinks


@contextlib.contextmanager
def writers(number: int, folder: Path) -> Iterator[list[Path]]:
    logs = [folder / f"writer-{n}" for n in range(number)]
    processes = [subprocess.Popen([sys.executable, __file__, "--write", str(log)]) for log in logs]
    try:
        while not all(log.exists() and log.stat().st_size for log in logs):
            if any(process.poll() is not None for process in processes):
                sys.exit("a writer ended")
            time.sleep(0.05)
        yield logs
        if any(process.poll() is not None for process in processes):
            sys.exit("a writer was refused")
    finally:
        for process in processes:
            process.kill()
            process.wait()


def rounds(logs: list[Path], began: float, ended: float) -> list[float]:
    """How long each round took that overlaps the time between."""
    lines = [line.split() for log in logs for line in log.read_text().splitlines() if line.count(" ") == 1]
    pairs = [(float(before), float(after)) for before, after in lines]
    return [after - before for before, after in pairs if after > began and before < ended]


def floor(path: Path) -> float:
    """The bare copy of the database."""
    from django.db import connection, connections  # noqa: PLC0415  # after the set-up

    from kakehashi.portal.backup import programs  # noqa: PLC0415  # after the set-up

    values = connections["default"].settings_dict
    began = time.monotonic()
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(values["NAME"], timeout=60)) as source:
            source.execute("VACUUM INTO ?", [str(path)])
    else:
        program, _version = programs.find("pg_dump", connection)
        programs.run([program, "--format=custom", "--compress=1", f"--file={path}"], values)
    return time.monotonic() - began


def measure(options: argparse.Namespace, folder: Path) -> int:
    from django.db import connection  # noqa: PLC0415  # after the set-up

    from kakehashi.portal.backup import postgresql  # noqa: PLC0415  # after the set-up
    from kakehashi.portal.backup.restoring import restore  # noqa: PLC0415  # after the set-up
    from kakehashi.portal.backup.taking import take  # noqa: PLC0415  # after the set-up

    fill(options.people, options.documents)
    connection.close()
    with writers(options.writers, folder) as logs:
        quiet = time.monotonic()
        time.sleep(QUIET)
        began = time.monotonic()
        taken = take(folder / "archives")
        ended = time.monotonic()
        bare = floor(folder / "floor")
        calm, meanwhile = rounds(logs, quiet, began), rounds(logs, began, ended)
    size = taken.path.stat().st_size / 2**20
    rows = sum(table.rows for table in taken.manifest.tables.values())
    place = contextlib.nullcontext() if connection.vendor == "sqlite" else postgresql.scratch()
    with place as values:
        start = time.monotonic()
        _manifest, report = restore(taken.path, data=folder / "restored", database=values)
        restored = time.monotonic() - start
    took = ended - began
    print(f"{connection.vendor}: {rows:,} rows, {len(taken.manifest.members):,} files, archive {size:.0f} MiB")
    print(f"backup             {took:8.2f} s   {took / bare:5.1f} x the bare copy of the database ({bare:.2f} s)")
    print(f"restore and verify {restored:8.2f} s   {restored / bare:5.1f} x")
    pace = f"{len(meanwhile) / took:.0f}/s ({len(calm) / QUIET:.0f}/s before)"
    print(f"rounds written     {len(meanwhile):8d}     meanwhile, {pace}")
    print(f"longest round      {max(meanwhile) * 1000:8.0f} ms  meanwhile ({max(calm) * 1000:.0f} ms before)")
    print("verified" if report.is_whole else "\n".join(f"{check.what}: {check.wrong}" for check in report.wrong))
    return 0 if report.is_whole else 1


@contextlib.contextmanager
def database(url: str) -> Iterator[str]:
    """The address of a database of our own."""
    if not url:
        yield ""
        return
    import psycopg  # noqa: PLC0415  # needed here only

    name = f"bench_backup_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if options.write:
        write(options.write)
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-bench-"))
    try:
        with database(options.database_url) as url:
            os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KAKEHASHI_DATA": str(folder / "data")}
            os.environ.pop("DATABASE_URL", None)
            if url:
                os.environ["DATABASE_URL"] = url
            subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "-v0"], check=True)
            setup()
            return measure(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
