"""SQLite: one statement copies the file as it stands at one moment, and no writer waits for it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connections

from kakehashi.portal.backup.reading import opened, sqlite_file

MEMBER = "database.sqlite3"


@contextmanager
def copied(path: Path) -> Iterator[str]:
    """Copy the database of this installation to `path`; answers the alias of the copy.

    ``VACUUM INTO``, because a backup in steps begins anew with every write of somebody else and never ends.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(connections["default"].settings_dict["NAME"], timeout=60)) as source:
        source.execute("VACUUM INTO ?", [str(path)])
    path.chmod(0o600)
    with opened(sqlite_file(path)) as alias:
        yield alias


def unsound(path: Path) -> str:
    """What SQLite itself finds wrong with the file and its indexes; empty when nothing."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as database:
        said = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if said == "ok" else said
