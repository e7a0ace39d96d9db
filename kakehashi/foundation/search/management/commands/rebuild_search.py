"""`rebuild_search`: everything findable, made anew from the things themselves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kakehashi.foundation.search import index, registry, store
from kakehashi.kernel import clock


class Command(BaseCommand):
    help = "Rebuild the search entries of every kind (or of --kind), in batches, while people go on searching."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", action="append", default=[], help="only this kind; may be repeated")

    def handle(self, *args: Any, **options: Any) -> None:
        started = clock.now()
        sources = [source for source in registry.sources() if not options["kind"] or source.kind in options["kind"]]
        for source in sources:
            count = index.put_many(source.builder())
            self.stdout.write(f"{source.kind}: {count}")
        kinds = [source.kind for source in sources] if options["kind"] else None
        gone = index.remove_older(started, kinds=kinds)
        store.tidy()
        self.stdout.write(f"removed: {gone}")
