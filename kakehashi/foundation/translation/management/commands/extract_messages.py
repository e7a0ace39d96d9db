"""Bring the English catalogues in step with the code, or check that they are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kakehashi.foundation.translation import catalogues


class Command(BaseCommand):
    help = "Adds new sentences to locale/en of our apps and drops unused ones; --check only lists what is wrong."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("labels", nargs="*", help="apps by label; all when left out")
        parser.add_argument("--check", action="store_true", help="write nothing; fail when something is untranslated")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            directories = catalogues.own_apps(options["labels"])
        except KeyError as error:
            raise CommandError(f"No app of ours is labelled {error}.") from None
        if not options["check"]:
            for label, directory in directories.items():
                if catalogues.update(directory):
                    self.stdout.write(f"{label}: updated")
        faults = catalogues.faults(directories)
        for line in faults:
            self.stdout.write(line)
        if options["check"] and faults:
            raise CommandError(f"{len(faults)} sentences are not in order.")
