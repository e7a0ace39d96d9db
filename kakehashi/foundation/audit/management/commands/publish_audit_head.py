"""Write the end of the chain to a file outside the database; run it daily and carry the file elsewhere."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from kakehashi.foundation.audit.verify import head
from kakehashi.kernel import clock


class Command(BaseCommand):
    help = "Appends number, seal and time of the last record to audit_head.log in the data folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=Path(settings.DATA_DIR) / "audit_head.log", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        line = head(clock.now()).line()
        with options["to"].open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self.stdout.write(line, ending="")
