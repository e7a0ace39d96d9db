"""Proving that an archive can be restored: it is restored, to a place that is thrown away."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from kakehashi.foundation.audit.verify import Head
from kakehashi.portal.backup import postgresql, sqlite
from kakehashi.portal.backup.archive import contents, copy, read_manifest
from kakehashi.portal.backup.checking import (
    Check,
    Report,
    check_chain,
    check_database,
    check_files,
    refuse_newer,
)
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.manifest import Manifest, Stored
from kakehashi.portal.backup.reading import facts_of, opened, sqlite_file

Settings = Mapping[str, Any]
_MEMBERS = {"sqlite": sqlite.MEMBER, "postgresql": postgresql.MEMBER}
_UNREADABLE = (DatabaseError, sqlite3.Error, BackupError, ValueError, KeyError, TypeError)


def verify_archive(path: Path, *, database: Settings | None = None, heads: list[Head] | None = None) -> Report:
    """Compare everything in the archive with its manifest, the database after restoring it.

    An archive of PostgreSQL is restored to `database` (empty, and left filled), else to one of its own on the server
    of this installation. Raises ``BackupError`` when there is nothing to compare.
    """
    manifest = read_manifest(path)
    refuse_newer(manifest)
    member = database_member(manifest)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="kakehashi-verify-") as folder:
        file = Path(folder) / member
        found = unpack(path, {member: file})
        check_files(report, manifest, found)
        check_restored(report, manifest, file, database, is_intact=is_intact(manifest, found), heads=heads)
    return report


def database_member(manifest: Manifest) -> str:
    """The name of the database in the archive."""
    name = _MEMBERS.get(manifest.vendor, "")
    if name not in manifest.members:
        raise BackupError(_("アーカイブにデータベースが入っていません。"))
    return name


def unpack(path: Path, places: Mapping[str, Path]) -> dict[str, Stored]:
    """Read every file of the archive; those with a place are written there. Answers what was read."""
    found = {}
    for name, source in contents(path):
        place = places.get(name)
        if place is None:
            found[name] = copy(source, None)
            continue
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with place.open("xb") as target:
            place.chmod(0o600)
            found[name] = copy(source, target)
    return found


def is_intact(manifest: Manifest, found: Mapping[str, Stored]) -> bool:
    """Whether the file of the database is as it was written."""
    member = database_member(manifest)
    return found.get(member) == manifest.members[member]


def check_restored(
    report: Report,
    manifest: Manifest,
    file: Path,
    database: Settings | None,
    *,
    is_intact: bool,
    heads: list[Head] | None = None,
) -> None:
    """Restore the database and look into it. One that cannot be read at all is a line of the report."""
    if manifest.vendor == "postgresql" and not is_intact:  # a dump is a program: run only as it was written
        report.checks.append(Check(_("データベース"), "", "", _("ファイルが合わないため、復元していません。")))
        return
    try:
        if manifest.vendor == "sqlite":
            report.compare(_("SQLite の検査"), "ok", sqlite.unsound(file) or "ok", _("データベースが壊れています。"))
        with _loaded(manifest, file, database) as alias:
            check_database(report, manifest, facts_of(alias))
            check_chain(report, manifest, alias, heads or [])
    except _UNREADABLE as error:
        if is_intact:  # no damage: something is missing on this machine
            raise
        report.checks.append(Check(_("データベース"), "", "", _("読めません：%(error)s") % {"error": error}))


@contextmanager
def _loaded(manifest: Manifest, file: Path, database: Settings | None) -> Iterator[str]:
    if manifest.vendor == "sqlite":
        with opened(sqlite_file(file)) as alias:
            yield alias
    elif database is not None:
        with postgresql.loaded(file, database, made_with=manifest.made_with) as alias:
            yield alias
    else:
        with (
            postgresql.scratch() as values,
            postgresql.loaded(file, values, made_with=manifest.made_with) as alias,
        ):
            yield alias
