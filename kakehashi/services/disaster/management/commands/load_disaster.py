from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kakehashi.services.disaster.seed.places import load_places


class Command(BaseCommand):
    help = "Loads places and the bank of sentences."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            self.stdout.write(f"{load_places()} places")
