import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from kakehashi.kernel import clock

SetClock = Callable[[float], None]


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The database as several connections at once see it.

    On SQLite the tests' database lives in memory, whose locks differ from those of a file: threads opened inside this
    fixture get a copy in a file instead.
    """
    if connection.vendor != "sqlite":
        yield
        return
    settings = connections.settings["default"]
    in_memory = settings["NAME"]
    connection.ensure_connection()
    path = tmp_path / "shared.sqlite3"
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    settings["NAME"] = str(path)
    yield
    settings["NAME"] = in_memory


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Stops the clock; `at(7)` sets it seven seconds after the moment the test began."""
    began = clock.now()

    def set_clock(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + dt.timedelta(seconds=seconds))

    set_clock(0)
    return set_clock
