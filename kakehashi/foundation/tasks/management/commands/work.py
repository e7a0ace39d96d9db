import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django_tasks import default_task_backend

from kakehashi.foundation.tasks.worker import Worker


class Command(BaseCommand):
    requires_system_checks = []  # it starts again after every crash, and should do so quickly
    help = "Runs background work until it is told to stop (SIGTERM or Ctrl-C). Any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument("--queues", help="names separated by commas; all without it")

    def handle(self, *args: Any, **options: Any) -> None:
        queues = options["queues"].split(",") if options["queues"] else sorted(default_task_backend.queues)
        worker = Worker(queues, until_empty=options["once"])
        signal.signal(signal.SIGTERM, lambda number, frame: worker.stop())
        signal.signal(signal.SIGINT, lambda number, frame: worker.stop())
        self.stdout.write(f"Working on {', '.join(queues)}.")
        self.stdout.flush()
        worker.run()
