"""PostgreSQL: pg_dump and everything we count see the same snapshot, and no writer waits for it."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.utils.translation import gettext as _

from kakehashi.portal.backup import programs
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.reading import opened

MEMBER = "database.pgdump"


@contextmanager
def copied(path: Path) -> Iterator[tuple[str, int]]:
    """Dump the database of this installation to `path`.

    Answers the alias of a connection that goes on seeing what was dumped, and the major version of pg_dump.
    """
    values = connections["default"].settings_dict
    with opened(dict(values)) as alias, transaction.atomic(using=alias):
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        program, version = programs.find("pg_dump", connection)
        command: list[str | Path] = [program, "--format=custom", "--compress=1", "--no-owner", "--no-privileges"]
        programs.run([*command, f"--snapshot={snapshot}", f"--file={path}"], values)
        path.chmod(0o600)
        yield alias, version


@contextmanager
def loaded(dump: Path, values: Mapping[str, Any], *, made_with: int) -> Iterator[str]:
    """Restore the dump into the empty database with these settings, all of it or nothing; answers its alias."""
    with opened(dict(values)) as alias:
        connection = connections[alias]
        refuse_unless_empty(alias)
        program, _version = programs.find("pg_restore", connection, at_least=made_with)
        command: list[str | Path] = [
            program,
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
        ]
        programs.run([*command, f"--dbname={values['NAME']}", dump], values)
        yield alias


def refuse_unless_empty(alias: str) -> None:
    """Raises ``BackupError`` when there is a table, or no database at all."""
    try:
        names = connections[alias].introspection.table_names()
    except DatabaseError as error:
        raise BackupError(_("復元先のデータベースにつながりません：%(error)s") % {"error": error}) from error
    if names:
        raise BackupError(
            _("復元先のデータベースは空ではありません(%(table)s があります)。空のデータベースを指定してください。")
            % {"table": names[0]}
        )


@contextmanager
def scratch() -> Iterator[dict[str, Any]]:
    """The settings of a database of its own on the server of this installation, dropped again afterwards."""
    default = connections["default"]
    if default.vendor != "postgresql":
        raise BackupError(
            _(
                "このアーカイブは PostgreSQL のものです。検証に使う空のデータベースを"
                " --database-url postgres://… で指定してください。"
            )
        )
    name = f"kakehashi_verify_{secrets.token_hex(4)}"
    with opened({**default.settings_dict, "NAME": "postgres"}) as alias:
        try:
            kind = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            _execute(alias, f'CREATE DATABASE "{name}" {kind}')
        except DatabaseError as error:
            raise BackupError(
                _(
                    "検証に使うデータベースを作れません：%(error)s "
                    "空のデータベースを --database-url postgres://… で指定してください。"
                )
                % {"error": str(error).strip()}
            ) from error
        try:
            yield {**default.settings_dict, "NAME": name}
        finally:
            _execute(alias, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(alias: str, sql: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
