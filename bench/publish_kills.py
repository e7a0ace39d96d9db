"""Kills the publisher at random instants while somebody reads: no mixed set of pages is ever seen.

    python bench/publish_kills.py [--kills 200] [--json]

A publisher replaces one bulletin by its next version, in all languages, over and over, and is killed (SIGKILL) after a
random time. A reader takes every language page, the CAP message and the live list through the serving code, all from
one release, and compares their versions and their compressed forms. Positive control: the same reader finds the mix
when files are written in place one by one. Exits with 1 on a mixed set or when the control finds none.
"""

# ruff: noqa: E402  # the product is imported once its folder and settings are known

import argparse
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kakehashi.services.disaster.site import releases
from kakehashi.services.disaster.site.snapshot import Snapshot
from kakehashi.services.disaster.site.writing import publish
from tests.services.disaster.site import sample

LANGUAGES = [code for code, *_rest in sample.LANGUAGES]
PATHS = [*(f"{code}/b/1/index.html" for code in LANGUAGES), "s/K001/index.html"]
MARK = "Version-"
WITHIN = 1.2  # seconds from the beginning of the first publication to the kill


def snapshot(version: int) -> Snapshot:
    """The number of the version stands on every page."""
    note = dict.fromkeys(LANGUAGES, f"{MARK}{version}.")
    bulletin = sample.bulletin(1, change_note=note, updated_at=sample.moment(11))
    return sample.snapshot(bulletin, sheets=(), shelters=(), offline=())


def publisher(root: Path) -> None:
    version = releases.current(root).number if releases.current(root) else 0  # type: ignore[union-attr]  # there is one by then
    while True:
        version += 1
        publish(root, lambda: snapshot(version), kept=3)  # noqa: B023  # used at once


def naive(root: Path) -> None:
    """As one would write it: each page in its turn, in place."""
    from kakehashi.services.disaster.site.plan import Plan  # noqa: PLC0415  # only in the child

    for version in range(1, 1_000_000):
        plan = Plan(snapshot(version))
        for bundle in plan.bundles():
            for path, content in bundle.make() if bundle.name == "b/1" else ():
                target = root / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(content))


def version_of(content: bytes) -> str:
    text = content.decode()
    return text.partition(MARK)[2].partition(".")[0] or "none"


class Reader(threading.Thread):
    """Reads the whole set again and again; `folder` gives the release it reads from."""

    def __init__(self, root: Path, *, is_swapped: bool) -> None:
        super().__init__(daemon=True)
        self.root, self.is_swapped = root, is_swapped
        self.rounds = self.mixed = self.missing = 0
        self.is_over = False

    def run(self) -> None:
        while not self.is_over:
            folder = Path(os.path.realpath(self.root / "current")) if self.is_swapped else self.root
            seen: set[str] = set()
            try:
                for path in PATHS:
                    content = (folder / path).read_bytes()
                    seen |= {version_of(content), version_of(gzip.decompress((folder / f"{path}.gz").read_bytes()))}
            except (OSError, EOFError, gzip.BadGzipFile):
                # A release three swaps old may go while it is read; whoever stands now must be whole.
                self.missing += self.is_swapped and Path(os.path.realpath(self.root / "current")) == folder
                self.mixed += not self.is_swapped and self.rounds > 0
                continue
            self.rounds += 1
            self.mixed += len(seen) > 1


def kill_often(root: Path, mode: str, kills: int, *, is_swapped: bool) -> Reader:
    reader = Reader(root, is_swapped=is_swapped)
    chance = random.Random(kills)
    reader.start()
    for _kill in range(kills):
        command = [sys.executable, __file__, mode, str(root)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdout.readline()  # it has begun
        time.sleep(chance.random() * WITHIN)
        process.send_signal(signal.SIGKILL)
        process.wait()
    reader.is_over = True
    reader.join()
    return reader


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, control = Path(folder) / "site", Path(folder) / "control"
        control.mkdir()
        publish(root, lambda: snapshot(0))
        reader = kill_often(root, "--publish", arguments.kills, is_swapped=True)
        last = releases.current(root)
        released = last.number - 1 if last else 0
        publish(root, lambda: snapshot(released + 10))
        left = [path.name for path in (root / "releases").iterdir() if path.name.startswith(".")]
        naive_reader = kill_often(control, "--naive", 5, is_swapped=False)
    result = {
        "kills": arguments.kills,
        "releases_in_between": released,
        "sets_read": reader.rounds,
        "mixed_sets": reader.mixed,
        "broken_sets_of_the_standing_release": reader.missing,
        "left_behind": len(left),
        "control_mixed_sets": naive_reader.mixed,
    }
    if arguments.json:
        print(json.dumps(result, indent=1))
    else:
        for key, value in result.items():
            print(f"{key:<40} {value:,}")
    is_good = not (reader.mixed or reader.missing or left) and naive_reader.mixed and released and reader.rounds
    return 0 if is_good else 1


if __name__ == "__main__":
    if sys.argv[1:2] in (["--publish"], ["--naive"]):
        print("begun", flush=True)
        {"--publish": publisher, "--naive": naive}[sys.argv[1]](Path(sys.argv[2]))
    else:
        sys.exit(main())
