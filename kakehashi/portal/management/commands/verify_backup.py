"""Prove that an archive can be restored and holds what it should."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from kakehashi.foundation.audit.verify import read_heads
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.showing import as_text
from kakehashi.portal.backup.verifying import verify_archive


class Command(BaseCommand):
    help = "Restores an archive to a place that is thrown away and compares every file, every row and the records."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, metavar="ARCHIVE")
        parser.add_argument(
            "--database-url", metavar="URL", help="an empty PostgreSQL database to restore to; stays full"
        )
        parser.add_argument(
            "--head", type=Path, metavar="FILE", help="heads of the records kept outside (audit_head.log)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        url = options["database_url"]
        try:
            heads = read_heads(options["head"]) if options["head"] else []
            report = verify_archive(
                options["archive"], database=dj_database_url.parse(url) if url else None, heads=heads
            )
        except (BackupError, DatabaseError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_text(report))
        if report.wrong:
            raise CommandError(_("%(count)d か所が合いません。") % {"count": len(report.wrong)})
        self.stdout.write(_("このアーカイブから復元できます。"))
