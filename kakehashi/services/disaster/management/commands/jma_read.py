import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from kakehashi.services.disaster.jma.drafting import draft
from kakehashi.services.disaster.jma.hardened import MAX_BYTES, ReadError
from kakehashi.services.disaster.jma.messages import read

COLUMNS = ("file", "type", "status", "info_type", "family", "draft")


class Command(BaseCommand):
    requires_system_checks = []  # it reads files and touches nothing
    help = "Reads XML messages of the Japan Meteorological Agency: what each says, and the draft that it would make."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one line of JSON for each file")
        parser.add_argument("--drill", action="store_true", help="as inside a drill: messages of the status 訓練 only")

    def handle(self, *args: Any, **options: Any) -> None:
        understood = []
        for name in options["files"]:
            line = understand(Path(name), in_drill=options["drill"])
            understood.append("error" not in line)
            self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else in_words(line))
        if not all(understood):
            sys.exit(1)


def understand(path: Path, *, in_drill: bool) -> dict[str, Any]:
    """What is known of one file, or "error" in words."""
    try:
        with path.open("rb") as file:
            message = read(file.read(MAX_BYTES + 1), path.name)
    except OSError as missing:
        return {"file": path.name, "error": _("ファイルを開けません（%(why)s）。") % {"why": missing.strerror}}
    except ReadError as refused:
        return {"file": path.name, "error": str(refused)}
    drafted = draft(message, in_drill=in_drill)
    return {
        "file": path.name,
        "type": message.type,
        "status": message.status,
        "info_type": message.info_type,
        "event_id": message.event_id,
        "serial": message.serial,
        "family": message.family,
        "areas": list(message.areas),
        "draft": drafted.draft,
        "reason": drafted.reason,
    }


def in_words(line: dict[str, Any]) -> str:
    """The same as a row to be read by people."""
    if "error" in line:
        return f"{line['file']}\t{line['error']}"
    sentences = line["draft"]["sentences"] if line["draft"] else []
    said = " ".join(sentence["code"] for sentence in sentences) or line["reason"]
    return "\t".join((*(line[column] or "-" for column in COLUMNS[:-1]), said))
