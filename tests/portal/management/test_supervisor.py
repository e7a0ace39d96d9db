"""Real processes: they are killed, and others must stand up or go away with them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SLEEPER = [sys.executable, "-c", "import time; time.sleep(300)"]
PARENT = f"""
from kakehashi.portal.management.supervisor import Child, Supervisor
supervisor = Supervisor([Child("sleeper", {SLEEPER!r})], lambda line: None)
supervisor.listen()
for _round in supervisor.rounds():
    child = supervisor.children[0].process
    print(child.pid if child else 0, flush=True)
"""


@pytest.fixture
def parent() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def child_of(parent: "subprocess.Popen[str]", unlike: int = 0) -> int:
    """The running child's pid, once there is one other than `unlike`."""
    assert parent.stdout is not None
    return next(pid for line in parent.stdout if (pid := int(line)) not in {0, unlike})


def until(is_so: Callable[[], bool]) -> bool:
    """Whether it becomes so within ten seconds."""
    deadline = time.monotonic() + 10
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat")  # an orphan that nobody has collected yet is gone too
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_killed_child_is_started_again(parent: "subprocess.Popen[str]") -> None:
    first = child_of(parent)

    os.kill(first, signal.SIGKILL)

    second = child_of(parent, unlike=first)
    assert is_gone(first)
    assert not is_gone(second)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_orderly_end_takes_the_child_along(parent: "subprocess.Popen[str]", number: signal.Signals) -> None:
    child = child_of(parent)

    parent.send_signal(number)

    assert parent.wait(15) == 0
    assert is_gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_killed_parent_leaves_no_orphan(parent: "subprocess.Popen[str]") -> None:
    child = child_of(parent)

    parent.kill()

    assert until(lambda: is_gone(child))
