"""The way of the emergency: pages from a saved snapshot, without database, worker, mail and network."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kakehashi.kernel import clock
from kakehashi.services.disaster.site.saving import SavedSnapshotError
from kakehashi.services.disaster.site.signing import signer_or_none
from kakehashi.services.disaster.site.writing import minimal_publish


class Command(BaseCommand):
    help = "Publishes the emergency pages from a saved snapshot (JSON); every release keeps its own as snapshot.json."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="saved", type=Path, required=True, metavar="SNAPSHOT.json")
        parser.add_argument("--to", type=Path, default=settings.DISASTER_PAGES, help="folder of the releases")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            signer = signer_or_none(settings.DISASTER_CAP_KEY, settings.DISASTER_CAP_CERTIFICATE)
            done = minimal_publish(options["to"], options["saved"], now=clock.now(), signer=signer)
        except (OSError, SavedSnapshotError) as error:
            raise CommandError(f"公開していません。 / Nothing was published.\n{error}") from None
        self.stdout.write(
            f"公開しました。 / Published: release {done.number}, {done.made} files made, {done.linked} unchanged,"
            f" {done.seconds:.1f} s"
        )
