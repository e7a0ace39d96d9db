"""A long run of the fuzzer: what was sent, what came back, what broke, what was slow.

    python bench/fuzz.py [--requests 50000] [--seed 2012]

Every address and every form as every role of the matrix and as a visitor, with what nobody should send; each request
is taken back. On SQLite, or on the database of DATABASE_URL. Passes (exit 0) without an answer of 500 or above, without
an exception that gets out, and without a page that shows a traceback.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=2012)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        wanted = {"REQUESTS": asked.requests, "SEED": asked.seed, "REPORT": report}
        environment = os.environ | {f"KAKEHASHI_FUZZ_{name}": str(value) for name, value in wanted.items()}
        command = [sys.executable, "-m", "pytest", "tests/security/test_fuzz.py", "-q", "-n0"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if not report.exists():
            print(done.stdout[-4000:])
            return 1
        figures = json.loads(report.read_text())
    seconds = time.monotonic() - began
    print(f"requests  {figures['requests']:,} in {seconds:.0f} s ({figures['requests'] / seconds:.0f} a second)")
    print("statuses  " + ", ".join(f"{status}: {count:,}" for status, count in figures["statuses"].items()))
    faults = sum(count for status, count in figures["statuses"].items() if int(status) >= 500)
    print(f"5xx       {faults}, {len(figures['faults'])} kinds of faults")
    for place, example in figures["faults"].items():
        print(f"  {place}\n    {example}")
    print("slowest")
    for taken, request in figures["slowest"]:
        print(f"  {taken:6.2f} s  {request}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
