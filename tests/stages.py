"""What `bin/test` runs: every check as a stage, two at a time, timed, with one table at the end."""

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgresql
from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "test"
LANES = 2
PROCESSES = str(max(2, (os.cpu_count() or 2) // LANES))
PYTEST = ("-m", "pytest", "-n", PROCESSES, "--dist", "worksteal")
SHOWN_OF_A_FAILURE = 80  # lines
Command = tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """Python commands run one after the other, inside what `around` provides (more environment), or ``None``: skip."""

    name: str
    commands: tuple[Command, ...]
    environment: dict[str, str] = field(default_factory=dict)
    around: Callable[[], contextlib.AbstractContextManager[dict[str, str] | None]] = lambda: contextlib.nullcontext({})


@dataclass(frozen=True)
class Outcome:
    stage: Stage
    state: str  # ok | FAILED | SKIPPED
    seconds: float
    closing: str  # the last line of its output

    @property
    def log(self) -> Path:
        return LOGS / f"{self.stage.name}.log"


@contextlib.contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    """The server of ``DATABASE_URL``, else one of our own."""
    if url := os.environ.get("DATABASE_URL"):
        yield {"DATABASE_URL": url}
    else:
        with postgresql.server() as url:
            yield {"DATABASE_URL": url}


@contextlib.contextmanager
def _chromium() -> Iterator[dict[str, str] | None]:
    yield {"KAKEHASHI_CHROMIUM": path} if (path := chromium.find_or_install()) else None


MANAGE = "manage.py"
# What these prove stands in sources, views and files, whatever the database: SQLite's stage runs them, and every test
# that uses no database at all.
# The matrix sends some thousand requests as each of 25 people, one for each row of an address (`tests.security.alike`).
# What each query lets whom see, the tests of the parts prove on both databases.
ALIKE_EVERYWHERE = (
    "--with-database",
    "--ignore=tests/house",
    "--ignore=tests/security/test_pages.py",
    "--ignore=tests/security/test_dangerous.py",
    "--ignore=tests/security/test_matrix.py",
    "--ignore=tests/security/test_great_numbers.py",  # Django refuses them before it asks the database
    "--ignore=tests/portal/management/test_serve.py",  # makes installations of its own, on SQLite
)
# What only PostgreSQL refuses: SQLite's stage would not notice.
REFUSED_BY_POSTGRESQL = ("--ignore=tests/security/test_odd_characters.py",)
SECURE = {
    "KAKEHASHI_SITE_URL": "https://kakehashi.example",
    "KAKEHASHI_HOSTS": "kakehashi.example",
    "KAKEHASHI_SECRET_KEY": "of-the-deployment-check-only-" + "k4x9" * 10,
}

# The long ones first, so that the short ones fill the other lane.
STAGES = (
    Stage("sqlite", ((*PYTEST, "-m", "not browser", *REFUSED_BY_POSTGRESQL),)),
    Stage("lint", (("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."))),
    Stage("types", (("-m", "mypy", "kakehashi", "config", "tests"),)),
    Stage("contracts", (("-c", "from importlinter.cli import lint_imports_command as run; run()"),)),
    # Not `--check`: the formatter breaks lines inside Japanese sentences, and a browser shows each break as a space.
    Stage("templates", (("-m", "djlint", "kakehashi", "--lint", "--quiet"),)),
    Stage("texts", ((MANAGE, "extract_messages", "--check"),)),
    Stage("migrations", ((MANAGE, "makemigrations", "--check", "--dry-run"),)),
    Stage("deployment", ((MANAGE, "check", "--deploy", "--fail-level", "WARNING"),), SECURE),
    Stage("postgresql", ((*PYTEST, "-m", "not browser", *ALIKE_EVERYWHERE),), around=_postgresql),
    Stage("browser", ((*PYTEST, "tests/browser"),), around=_chromium),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("stages", nargs="*", help="stages to run; all when left out")
    parser.add_argument("--list", action="store_true", help="name the stages")
    asked = parser.parse_args()
    names = [stage.name for stage in STAGES]
    if asked.list:
        sys.stdout.write("\n".join(names) + "\n")
        return 0
    if unknown := set(asked.stages) - set(names):
        parser.error(f"no such stage: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return _run_all([stage for stage in STAGES if not asked.stages or stage.name in asked.stages])


def _run_all(stages: list[Stage]) -> int:
    began = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    data = tempfile.mkdtemp(prefix="kakehashi-check-")
    # Python compiles every module once and not in every process, of which there are dozens.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ |= {"KAKEHASHI_DATA": data, "PYTHONUNBUFFERED": "1", "PYTHONPYCACHEPREFIX": str(LOGS / "compiled")}
    try:
        subprocess.run([sys.executable, MANAGE, "compile_messages"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with ThreadPoolExecutor(LANES) as lanes:
            outcomes = list(lanes.map(_run, stages))
    finally:
        shutil.rmtree(data, ignore_errors=True)
    _summarise(outcomes, time.monotonic() - began)
    return int(any(outcome.state == "FAILED" for outcome in outcomes))


def _run(stage: Stage) -> Outcome:
    began = time.monotonic()
    log = LOGS / f"{stage.name}.log"
    with log.open("w") as out:
        try:
            state = _run_commands(stage, out.fileno())
        except Exception as error:  # whatever it was belongs into the log and the table
            out.write(f"{error}\n")
            state = "FAILED"
    lines = log.read_text(errors="replace").splitlines()
    outcome = Outcome(stage, state, time.monotonic() - began, lines[-1].strip("= ") if lines else "")
    _say(f"{stage.name:<12} {state:<8} {outcome.seconds:6.1f} s")
    if state == "FAILED":
        _say("\n".join(f"    {line}" for line in lines[-SHOWN_OF_A_FAILURE:]))
    return outcome


def _run_commands(stage: Stage, out: int) -> str:
    with stage.around() as provided:
        if provided is None:
            return "SKIPPED"
        data = Path(os.environ["KAKEHASHI_DATA"]) / stage.name  # each its own: two test runs go on at once
        environment = {**os.environ, **stage.environment, **provided, "KAKEHASHI_DATA": str(data)}
        if stage.around is not _postgresql:
            environment.pop("DATABASE_URL", None)
        codes = [
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, stdout=out, stderr=out, check=False)
            for command in stage.commands
        ]
    return "FAILED" if any(done.returncode for done in codes) else "ok"


def _summarise(outcomes: list[Outcome], seconds: float) -> None:
    _say("\nModules: " + _module_lengths())
    _say(f"\n{'stage':<12} {'result':<8} {'time':>8}")
    for outcome in outcomes:
        _say(f"{outcome.stage.name:<12} {outcome.state:<8} {outcome.seconds:6.1f} s")
    _say(f"{'together':<12} {'':<8} {seconds:6.1f} s\n")
    for outcome in outcomes:
        if outcome.state == "SKIPPED":
            _say(f"!!! SKIPPED, NOT TESTED: {outcome.stage.name}: chromium is missing and could not be installed !!!")
    for outcome in sorted(outcomes, key=lambda outcome: outcome.stage.name):
        if outcome.stage.commands[0][:2] == ("-m", "pytest") and outcome.state != "SKIPPED":
            _say(f"{outcome.stage.name}: {outcome.closing}")


def _module_lengths() -> str:
    modules = [path for path in (ROOT / "kakehashi").rglob("*.py") if "migrations" not in path.parts]
    lengths = sorted(filter(None, (len(path.read_text().splitlines()) for path in modules)))
    high = lengths[int(len(lengths) * 0.95)]
    return f"{len(lengths)}, median {statistics.median(lengths):.0f} lines (goal 60), 95th percentile {high} (goal 250)"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
