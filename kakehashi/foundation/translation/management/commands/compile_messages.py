"""Compile the catalogues of the interface; quick when nothing changed."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from kakehashi.foundation.translation import catalogues


class Command(BaseCommand):
    help = "Compiles every kakehashi/**/locale/*/LC_MESSAGES/*.po that is newer than its .mo."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        count = catalogues.compile_all(Path(settings.BASE_DIR) / "kakehashi")
        self.stdout.write(f"{count} catalogues compiled")
