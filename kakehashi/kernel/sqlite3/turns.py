"""One at a time, in the order of coming.

SQLite lets one write at a time and has no queue: who finds it locked sleeps, longer each time, and tries again. Whoever
comes later tries more often, so that in the last minute of a call some wait past every limit while others walk by.
"""

from collections import deque
from threading import Lock


class Turns:
    """A lock that is handed over to who has waited longest; for the threads of one process."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._is_taken = False

    def take(self, *, seconds: float) -> bool:
        """Whether the turn came within so many seconds."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine not in self._waiting:  # handed over at the very end of waiting
                return True
            self._waiting.remove(mine)
        return False

    def give(self) -> None:
        """Hand the turn over to who comes next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
