"""Bring an installation back from an archive, to where nothing is yet."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.manifest import Manifest
from kakehashi.portal.backup.restoring import SQLITE_NAME, restore
from kakehashi.portal.backup.showing import as_text
from kakehashi.portal.management.installation import Memory, database_name


class Command(BaseCommand):
    help = "Restores an archive to an empty folder (and an empty PostgreSQL database) and compares everything."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, metavar="ARCHIVE")
        parser.add_argument(
            "--data", type=Path, required=True, metavar="DIR", help="the new data folder; must be empty"
        )
        parser.add_argument("--database-url", metavar="URL", help="an empty PostgreSQL database, for an archive of one")
        parser.add_argument("--accept-damage", action="store_true", help="restore even what does not fit the manifest")

    def handle(self, *args: Any, **options: Any) -> None:
        url, data = options["database_url"], options["data"].resolve()
        try:
            database = dj_database_url.parse(url) if url else None
            manifest, report = restore(
                options["archive"], data=data, database=database, accept_damage=options["accept_damage"]
            )
        except (BackupError, DatabaseError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_text(report))
        if report.is_whole or options["accept_damage"]:
            _note_kind(manifest, data, dict(database) if database else None)
        if report.wrong:
            end = _("復元しましたが、上の所が合いません。") if options["accept_damage"] else _("復元しませんでした。")
            raise CommandError(_("%(count)d か所が合いません。") % {"count": len(report.wrong)} + end)
        self.stdout.write(_("復元しました：%(data)s") % {"data": data})


def _note_kind(manifest: Manifest, data: Path, database: dict[str, Any] | None) -> None:
    """So that a demonstration is never loaded over the restored year."""
    values = database or {"HOST": "", "PORT": "", "NAME": str(data / SQLITE_NAME)}
    name = database_name(manifest.vendor, values)
    Memory(data / "installed.json", {}).note(f"{name}:kind", "demonstration" if manifest.is_demonstration else "own")
