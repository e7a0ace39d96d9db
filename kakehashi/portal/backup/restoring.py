"""Restoring an archive to where nothing is yet."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.portal.backup.archive import read_manifest
from kakehashi.portal.backup.checking import Report, check_files, refuse_newer
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.manifest import Manifest
from kakehashi.portal.backup.postgresql import refuse_unless_empty
from kakehashi.portal.backup.reading import opened
from kakehashi.portal.backup.verifying import check_restored, database_member, is_intact, unpack

SQLITE_NAME = "kakehashi.sqlite3"  # where the settings look for it
_STAGE = ".restoring"
_MADE_BY_SETTINGS = {"secret_key", "demonstration_clock"}  # there as soon as any command has run


def restore(
    path: Path, *, data: Path, database: Mapping[str, Any] | None, accept_damage: bool = False
) -> tuple[Manifest, Report]:
    """Restore to the empty folder `data`, and an archive of PostgreSQL to the empty `database`; then compare.

    Where something differs nothing is left in the folder, unless `accept_damage`. Raises ``BackupError`` before
    anything is touched when it cannot be done.
    """
    manifest = read_manifest(path)
    refuse_newer(manifest)
    _refuse_other_database(manifest, database)
    _refuse_unless_empty(data)
    if database is not None:
        with opened(dict(database)) as alias:
            refuse_unless_empty(alias)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    stage = data / _STAGE
    try:
        report = _unpacked(path, manifest, stage, database, accept_damage)
        if report.is_whole or accept_damage:
            _move_in(manifest, stage, data)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return manifest, report


def _unpacked(
    path: Path, manifest: Manifest, stage: Path, database: Mapping[str, Any] | None, accept_damage: bool
) -> Report:
    report = Report()
    found = unpack(path, {name: stage / name for name in manifest.members})
    check_files(report, manifest, found)
    if report.is_whole or accept_damage:
        file = stage / database_member(manifest)
        check_restored(report, manifest, file, database, is_intact=is_intact(manifest, found))
    return report


def _move_in(manifest: Manifest, stage: Path, data: Path) -> None:
    """The database last: without it the folder is not an installation."""
    os.sync()
    if (stage / "data").exists():
        for file in (stage / "data").iterdir():
            file.replace(data / file.name)
    if (stage / "files").exists():
        (stage / "files").replace(data / "files")
    if manifest.vendor == "sqlite":
        (stage / database_member(manifest)).replace(data / SQLITE_NAME)


def _refuse_other_database(manifest: Manifest, database: Mapping[str, Any] | None) -> None:
    if manifest.vendor == "sqlite" and database is not None:
        raise BackupError(
            _("このアーカイブは SQLite のものです。--database-url を付けず、--data だけを指定してください。")
        )
    if manifest.vendor == "postgresql" and database is None:
        raise BackupError(
            _(
                "このアーカイブは PostgreSQL のものです。"
                "空のデータベースを --database-url postgres://… で指定してください。"
            )
        )


def _refuse_unless_empty(data: Path) -> None:
    if data.exists() and not data.is_dir():
        raise BackupError(_("%(data)s はフォルダーではありません。") % {"data": data})
    there = sorted(entry.name for entry in data.iterdir()) if data.exists() else []
    if others := [name for name in there if name not in _MADE_BY_SETTINGS]:
        raise BackupError(
            _("復元先のフォルダー %(data)s は空ではありません(%(name)s があります)。空のフォルダーを指定してください。")
            % {"data": data, "name": others[0]}
        )
