from typing import Any

from django.core.management.base import BaseCommand

from kakehashi.engines.cases import seed


class Command(BaseCommand):
    help = "Load the question sets, kinds of cases, kinds of support and office settings that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        seed.load()
