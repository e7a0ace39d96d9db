"""What somebody would get in a call, worked out from a file of facts: for tests, and for trust."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kakehashi.engines.calls.queries.awarding import call_in, rule_of, scheme_named
from kakehashi.engines.calls.rules.award import Rule, award
from kakehashi.engines.calls.rules.award_input import FaultyFactsError, facts_from


class Command(BaseCommand):
    help = "Print the award of a programme as JSON: the amount in yen, the refusals, and the steps of the calculation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="the code of a scheme, such as multicultural or exchange")
        parser.add_argument("--fiscal-year", type=int, required=True, help="the year of the project, such as 2025")
        parser.add_argument("--round", type=int, default=1, help="the round of the call in that year")
        parser.add_argument("--input", type=Path, required=True, help="a JSON file of facts")

    def handle(self, *args: Any, **options: Any) -> None:
        scheme = scheme_named(options["programme"])
        if scheme is None:
            raise CommandError(_("「%(code)s」という制度はありません。") % {"code": options["programme"]})
        try:
            facts = facts_from(_read(options["input"]))
        except FaultyFactsError as fault:
            raise CommandError(str(fault)) from None
        call = call_in(scheme, options["fiscal_year"], options["round"])
        found = award(rule_of(call) if call else Rule(), facts)
        refusals = [refusal.words for refusal in found.refusals]
        printed = {"award": found.yen, "refusals": refusals, "steps": list(found.steps)}
        self.stdout.write(json.dumps(printed, ensure_ascii=False))


def _read(path: Path) -> Any:
    """What the file holds; UTF-8, as everywhere, with or without its mark."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(_("ファイル「%(path)s」を読めません: %(error)s") % {"path": path, "error": error}) from None
