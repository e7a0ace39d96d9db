from django.core.management.base import BaseCommand

from kakehashi.foundation.translation import seed


class Command(BaseCommand):
    help = "Fills an empty glossary; safe to repeat."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{seed.load_glossary()} terms")
