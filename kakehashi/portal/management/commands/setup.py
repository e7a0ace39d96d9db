"""Bring this installation up to date without serving it (a deployment with its own process manager)."""

from typing import Any

from django.core.management.base import BaseCommand

from kakehashi.portal.management.installation import bring_up_to_date


class Command(BaseCommand):
    help = "Compiles texts, makes tables, loads reference data, collects static files: whatever is not up to date."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        bring_up_to_date(self.stdout.write)
        self.stdout.write("準備ができています。 / Up to date.")
