"""Walks the chain of records and says what does not fit: a change, a gap, another order, a lost end.

A chain proves nothing against somebody who writes it anew from the first row; therefore its head is published outside
the database from time to time (`publish_audit_head`) and compared here.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from kakehashi.foundation.audit.gate import FIRST_SEAL, SEALED, digest_of, seal_of
from kakehashi.foundation.audit.models import AuditRow

BATCH = 5_000
BLANK_VALUES = "audit.blank_values"  # the act that blanks values; its row says of which numbers


class Head(NamedTuple):
    """The end of the chain at a moment, as published outside the database."""

    number: int
    seal: str
    at: str

    def line(self) -> str:
        return f"{self.number} {self.seal} {self.at}\n"


class Finding(NamedTuple):
    """What is wrong at this number."""

    number: int
    text: str


@dataclass
class Report:
    """How many rows were read, the number of the last, and what was found in the order of numbers."""

    rows: int = 0
    last: int = 0
    findings: list[Finding] = field(default_factory=list)

    def found(self, number: int, text: str) -> None:
        self.findings.append(Finding(number, text))


def head(at: dt.datetime) -> Head:
    """The end of the chain now."""
    number, seal = AuditRow.objects.order_by("-number").values_list("number", "seal").first() or (0, FIRST_SEAL)
    return Head(number, seal, at.isoformat(timespec="seconds"))


def read_heads(path: Path) -> list[Head]:
    """The published heads of a file, oldest first. ``ValueError`` where a line is none."""
    lines = [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    return [Head(int(number), seal, at) for number, seal, at in lines]


def verify(heads: list[Head] | None = None, *, using: str = DEFAULT_DB_ALIAS) -> Report:
    """Check every row against the one before it, and the chain against heads published earlier.

    `using`: the alias of the database, for a copy that was restored to be looked at.
    """
    report = Report()
    blank: set[int] = set()
    previous = FIRST_SEAL
    for sealed, note, actor_name, seal, before, after in _rows(using):
        number = sealed[0]
        if number != report.last + 1:
            report.found(report.last + 1, _("記録が失われています。"))
        if seal != seal_of(previous, *sealed):
            report.found(number, _("記録が変えられているか、順番が変わっています。"))
        if sealed[-1] != digest_of(before, after, note, actor_name):
            if before or after or note:
                report.found(number, _("前後の値、理由または名前が変えられています。"))
            else:
                blank.add(number)
        if sealed[2] == BLANK_VALUES:
            blank.difference_update(after["numbers"])
        previous, report.last = seal, number
        report.rows += 1
    for number in blank:
        report.found(number, _("値が、消した記録を残さずに消されています。"))
    _compare(report, heads or [], using)
    report.findings.sort(key=lambda finding: finding.number)
    return report


def _compare(report: Report, heads: list[Head], using: str) -> None:
    rows = AuditRow.objects.using(using).filter(number__in={known.number for known in heads})
    seals = dict(rows.values_list("number", "seal"))
    seals[0] = FIRST_SEAL
    for known in heads:
        if known.number not in seals:
            report.found(known.number, _("控えにある記録が失われています。"))
        elif seals[known.number] != known.seal:
            report.found(known.number, _("控えておいた印と違います。"))


def _rows(using: str) -> Iterator[tuple[tuple[Any, ...], str, str, str, dict[str, Any], dict[str, Any]]]:
    """Each row as (what is sealed in the order of SEALED, note, name of the actor, seal, before, after).

    In batches by number, so that memory stays small and no lock is held; the JSON of a batch is read at once.
    """
    width = len(SEALED)
    rows = (
        AuditRow.objects.using(using)
        .order_by("number")
        .annotate(before_text=Cast("before", TextField()), after_text=Cast("after", TextField()))
    )
    columns = rows.values_list(*SEALED, "note", "actor_name", "seal", "before_text", "after_text")
    last = -1
    while batch := list(columns.filter(number__gt=last)[:BATCH]):
        values = iter(json.loads(f"[{','.join(f'{row[-2]},{row[-1]}' for row in batch)}]"))
        for row in batch:
            yield row[:width], row[width], row[width + 1], row[width + 2], next(values), next(values)
        last = batch[-1][0]
