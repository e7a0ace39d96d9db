"""How fast, and with how much memory, hostile files are refused: each in a fresh process, on the real way in.

python bench/hostile.py [name …]

Every line: seconds, peak of the process above what it had before, peak of its child, and the sentence that is shown.
Goal: less than 1 s and less than 100 MiB for each, and the process goes on.
"""

# ruff: noqa: E402  # the product is imported once Django knows its settings
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.utils import translation

from kakehashi.foundation.documents.sniffing import RefusedFileError, sniff
from kakehashi.foundation.forms.spreadsheets import SpreadsheetError, read_sheets
from tests.security.dangerous import SPREADSHEETS, UPLOADS

ROOT = Path(__file__).resolve().parent.parent
GOAL_SECONDS, GOAL_MEBIBYTES = 1.0, 100.0


def main(names: list[str]) -> int:
    made = [("upload", *one) for one in UPLOADS] + [
        (way, name + ".xlsx", make) for name, make in SPREADSHEETS for way in ("upload", "read")
    ]
    print(f"{'way':7} {'file':28} {'KiB':>8} {'s':>6} {'MiB':>6} {'child':>6}  refused with")
    missed = 0
    for way, name, make in made:
        if names and name not in names:
            continue
        with tempfile.NamedTemporaryFile() as kept:
            kept.write(content := make())
            kept.flush()
            command = [sys.executable, str(Path(__file__)), "--one", way, name, kept.name]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        failed = ["9", "9999", "0", f"NOT REFUSED {done.stderr[-200:]}"]
        seconds, peak, child, sentence = failed if done.returncode else done.stdout.strip().split("\t")
        is_good = float(seconds) < GOAL_SECONDS and float(peak) + float(child) < GOAL_MEBIBYTES
        missed += not is_good
        figures = f"{len(content) / 1024:8.1f} {seconds:>6} {peak:>6} {child:>6}"
        print(f"{way:7} {name:28} {figures}  {sentence}{'' if is_good else '  <-- MISSED'}", flush=True)
    print(f"{missed} missed")
    return int(missed > 0)


def one(way: str, name: str, path: str) -> int:
    """In a process of its own: what the worker that takes this file goes through."""
    translation.activate("ja")
    content = Path(path).read_bytes()
    Path("/proc/self/clear_refs").write_text("5")  # begin a new peak
    before = _peak()
    began = time.perf_counter()
    try:
        sniff(content, name) if way == "upload" else read_sheets(content)
    except (RefusedFileError, SpreadsheetError) as refusal:
        sentence = refusal.messages[0] if isinstance(refusal, RefusedFileError) else str(refusal)
    else:
        return 1
    seconds = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{seconds:.2f}\t{(_peak() - before):.0f}\t{child:.0f}\t{sentence}")
    return 0


def _peak() -> float:
    """MiB that were ever resident since the last reset."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(one(*sys.argv[2:5]) if sys.argv[1:2] == ["--one"] else main(sys.argv[1:]))
