import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from kakehashi.foundation.notices.receiving.letters import MOST_BYTES
from kakehashi.foundation.notices.receiving.taking_in import take_in


class Command(BaseCommand):
    requires_system_checks = []  # a mail server starts it for every message
    help = (
        "Takes in one message from standard input; made for the pipe of a mail server. Ends with 75 to be tried again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--recipient", default="", help="the address the mail server delivers to")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        while sys.stdin.buffer.read(MOST_BYTES):
            pass  # what is too large is not kept, but the mail server must be able to hand all of it over
        try:
            taken = take_in(raw, recipient=options["recipient"])
        except DatabaseError as error:
            self.stderr.write(f"Not kept, try again: {error}")
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(taken or "Nobody takes mail here.")
