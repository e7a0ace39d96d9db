from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kakehashi.services.disaster.seed.bank import load_bank
from kakehashi.services.disaster.seed.places import load_places


class Command(BaseCommand):
    help = "Loads places and the bank of sentences."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            places = load_places()
            sentences, texts = load_bank()
        self.stdout.write(f"{places} places, {sentences} sentences, {texts} texts written")
