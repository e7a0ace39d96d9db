"""Check a file of Easy Japanese, one text a line."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kakehashi.foundation.translation.easy.linting import Report, lint
from kakehashi.foundation.translation.easy.rules import EMERGENCY, PROFILES

BYTES_MAX = 10 * 2**20
LINE_MAX = 50_000  # characters


class Command(BaseCommand):
    help = "Scores each line of a UTF-8 file (or of standard input: -) and says what makes it hard to read."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="one text a line; - reads standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--profile", choices=PROFILES, default=EMERGENCY)

    def handle(self, *args: Any, **options: Any) -> None:
        for number, line in enumerate(_lines(options["file"]), start=1):
            report = lint(line, options["profile"])
            if options["json"]:
                self.stdout.write(json.dumps(as_json(report), ensure_ascii=False))
            else:
                self.stdout.write("\n".join(readable(number, line, report)))


def as_json(report: Report) -> dict[str, object]:
    """`span` is in characters of the line, the end not included."""
    hits = [
        {
            "rule": hit.rule,
            "key": hit.key,
            "severity": hit.severity,
            "span": [hit.start, hit.end],
            "message": hit.message,
            "proposal": hit.proposal,
        }
        for hit in report.hits
    ]
    parts = {part.key: part.points for part in report.parts}
    return {"score": report.score, "hits": hits, "measures": asdict(report.measures), "parts": parts}


def readable(number: int, line: str, report: Report) -> Iterator[str]:
    yield f"{number}: {report.score:5.1f}  {line}"
    for hit in report.hits:
        yield f"    {hit.rule} {hit.severity:5} 「{line[hit.start : hit.end]}」 {hit.message}"
        if hit.proposal:
            yield f"               → {hit.proposal!r}" if "\n" in hit.proposal else f"               → {hit.proposal}"


def _lines(name: str) -> list[str]:
    content = _bytes(name)
    if len(content) > BYTES_MAX:
        raise CommandError(f"{name} is larger than {BYTES_MAX // 2**20} MB. Split it into smaller files.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.") from None
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE_MAX:
            raise CommandError(f"Line {number} of {name} has more than {LINE_MAX:,} characters. Break it into lines.")
        if "\0" in line:
            raise CommandError(f"Line {number} of {name} holds a NUL character: it is no text.")
    return lines


def _bytes(name: str) -> bytes:
    if name == "-":
        return _some(sys.stdin.buffer)
    try:
        with Path(name).open("rb") as file:
            return _some(file)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from None


def _some(file: BinaryIO) -> bytes:
    return file.read(BYTES_MAX + 1)
