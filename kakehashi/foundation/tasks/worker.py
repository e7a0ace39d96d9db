"""A worker process: one lane (thread) per queue, so a slow mail server holds up nothing but mail.

The main thread keeps the leases of what the lanes are running, puts back what dead workers left, fires the schedule.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence

from django.db import Error, connection

from kakehashi.foundation.tasks.claiming import claim, keep, reclaim, release
from kakehashi.foundation.tasks.periodic import fire_due, sync
from kakehashi.foundation.tasks.running import run

logger = logging.getLogger(__name__)
IDLE = 0.25  # seconds between two looks at an empty queue
BEAT = 2.0  # seconds between two heartbeats; a lease lasts three of them
TICK = 0.5  # seconds between two looks for expired leases and due schedule entries
GRACE = 20.0  # seconds a running task is given to end after the worker was told to stop
LONGEST_PAUSE = 4.0  # seconds between two attempts to reach a lost database


class Worker:
    """Runs the queues until `stop()`, or with `until_empty` until nothing is due."""

    def __init__(self, queues: Sequence[str], *, until_empty: bool = False) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.queues = queues
        self.until_empty = until_empty
        self.held: dict[int, int] = {}  # thread → the row it is running
        self._stopping = False  # a plain flag: it is set inside a signal handler

    def stop(self) -> None:
        """Take nothing new; end when the running tasks have ended, or after `GRACE`."""
        self._stopping = True

    def run(self) -> None:
        self._patiently(sync)
        self._patiently(lambda: (fire_due(), reclaim()))
        shares = [list(self.queues)] if self.until_empty else [[queue] for queue in self.queues]
        lanes = [threading.Thread(target=self._lane, args=(share,), daemon=True) for share in shares]
        for lane in lanes:
            lane.start()
        try:
            self._watch(lanes)
        finally:
            self._let_go()

    def _watch(self, lanes: list[threading.Thread]) -> None:
        stopped_at = beaten_at = 0.0
        while any(lane.is_alive() for lane in lanes):
            now = time.monotonic()
            if now - beaten_at >= BEAT:
                beaten_at = now
                self._patiently(lambda: keep(list(self.held.values()), self.name))
            if not self._stopping:
                self._patiently(lambda: (reclaim(), fire_due()))
            elif not stopped_at:
                stopped_at = now
            elif now - stopped_at > GRACE:
                return
            time.sleep(TICK if not self.until_empty else TICK / 10)

    def _lane(self, queues: list[str]) -> None:
        try:
            while not self._stopping:
                if not self._patiently(lambda: any(self._run_next(queue) for queue in queues)):
                    if self.until_empty:
                        return
                    time.sleep(IDLE)
        finally:
            connection.close()

    def _run_next(self, queue: str) -> bool:
        job = claim(queue, self.name)
        if job is None:
            return False
        self.held[threading.get_ident()] = job.pk
        try:
            run(job)
        finally:
            # Without a heartbeat the lease of a row whose outcome could not be written runs out, and it is run again.
            del self.held[threading.get_ident()]
            connection.close_if_unusable_or_obsolete()
        return True

    def _patiently(self, step: Callable[[], object]) -> object:
        """Do a step; when the database is away, wait, connect anew and go on. ``None`` when it could not be done.

        Whatever else goes wrong is treated alike: a lane that ended would leave its queue standing, unseen.
        """
        pause = 0.5
        while True:
            try:
                return step()
            except Exception as error:
                is_away = isinstance(error, Error)
                logger.log(logging.WARNING if is_away else logging.ERROR, "a step failed, trying again", exc_info=True)
                connection.close()
                if self._stopping:
                    return None
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _let_go(self) -> None:
        left = list(self.held.values())
        if left:
            self._patiently(lambda: release(left, self.name))
