"""Keeps child processes running: starts them, starts them again when they die, and takes them along when it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

FIRST_PAUSE = 0.5  # seconds before a dead child is started again; doubled each time …
LONGEST_PAUSE = 5.0  # … up to this …
HEALTHY_AFTER = 5.0  # … and forgotten once it has run so long
ROUND = 0.1  # seconds between two looks at the children
GRACE = 10.0  # seconds between asking a child to stop and making it
PR_SET_PDEATHSIG = 1


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


_LIBC = _libc()  # loaded before any fork: the child may not load libraries


def _die_with_parent() -> None:
    """Linux: the kernel asks the child to stop when this process is killed. Elsewhere only an orderly end stops it."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One command that must always be running, in a process group of its own."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own commands
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  # no threads here
        )
        self.started_at = time.monotonic()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        """To the child and everything it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass


class Supervisor:
    """Runs children until told to stop by SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.is_stopping = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def rounds(self) -> Iterator[None]:
        """One round of looking after the children for each item, until told to stop; then stops them all."""
        try:
            while not self.is_stopping:
                for child in self.children:
                    self._look_after(child)
                yield
                time.sleep(ROUND)
        finally:
            self._stop()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_after:
                child.start()
        elif child.has_died():
            child.signal(signal.SIGKILL)  # what it left behind would hold the port
            if now - child.started_at > HEALTHY_AFTER:
                child.pause = FIRST_PAUSE
            self.say(f"{child.name}: ended with {child.process.returncode}, starting again in {child.pause:.1f} s")
            child.process, child.start_after = None, now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _stop(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    self.say(f"{child.name}: did not stop within {GRACE:.0f} s")
                child.signal(signal.SIGKILL)
                child.process.wait()

    def _on_signal(self, number: int, frame: object) -> None:
        self.is_stopping = True
