from typing import Any

from django.core.management.base import BaseCommand

from kakehashi.foundation.catalogue import seed


class Command(BaseCommand):
    help = "Loads the plan of FY2012 and the aims, and opens the services that the engines carry. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        plan = seed.load()
        self.stdout.write(f"{plan.code}: {plan.services.count()} services")
