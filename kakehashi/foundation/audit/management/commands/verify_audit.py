"""Check the chain of records; fails when something was found."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kakehashi.foundation.audit.verify import Report, read_heads, verify


class Command(BaseCommand):
    help = (
        "Checks that no record was changed, lost or moved; --head compares with heads published outside the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--head", type=Path, metavar="FILE", help="as written by publish_audit_head")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = read_heads(options["head"]) if options["head"] else []
        except (OSError, ValueError) as error:
            raise CommandError(f"The file of heads cannot be read: {error}") from error
        started = time.perf_counter()
        report = verify(heads)
        seconds = time.perf_counter() - started
        self.stdout.write(_json(report, seconds) if options["json"] else _text(report, seconds))
        if report.findings:
            raise CommandError(f"{len(report.findings)} findings")


def _json(report: Report, seconds: float) -> str:
    findings = [{"number": finding.number, "text": finding.text} for finding in report.findings]
    return json.dumps(
        {"rows": report.rows, "last": report.last, "seconds": round(seconds, 3), "findings": findings},
        ensure_ascii=False,
    )


def _text(report: Report, seconds: float) -> str:
    lines = [f"{finding.number}: {finding.text}" for finding in report.findings]
    return "\n".join([*lines, f"{report.rows} rows, {seconds:.2f} s, {report.rows / max(seconds, 1e-6):,.0f} rows/s"])
