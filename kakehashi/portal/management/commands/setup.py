"""Bring this installation up to date without serving it (a deployment with its own process manager)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kakehashi.portal.management.installation import OtherKindError, bring_up_to_date


class Command(BaseCommand):
    help = "Compiles texts, makes tables, loads reference data, collects static files: whatever is not up to date."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bring_up_to_date(self._say)
        except OtherKindError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("準備ができています。 / Up to date.")

    def _say(self, text: str, ending: str = "\n") -> None:
        self.stdout.write(text, ending=ending)
        self.stdout.flush()
