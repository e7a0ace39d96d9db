from typing import Any

from django.core.management.base import BaseCommand

from kakehashi.engines.calls import seed


class Command(BaseCommand):
    help = "Load the question sets, schemes and calls that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        seed.load()
