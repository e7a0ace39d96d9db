"""Write everything there is into one archive, while people go on working."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.keeping import folder
from kakehashi.portal.backup.taking import take


class Command(BaseCommand):
    help = "Writes database, documents and the state of the records into one archive and prints its path."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", type=Path, metavar="DIR", help="folder of the archive (backups/ in the data folder)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taken = take(options["to"] or folder())
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        for name in taken.manifest.lost:
            self.stderr.write(_("データベースにある文書のファイルが失われています：%(name)s") % {"name": name})
        self.stdout.write(str(taken.path))
