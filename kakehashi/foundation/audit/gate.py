"""`act()`: the one gate of every write.

    with act("cases.assign", case, by=by, permit=rules.may_assign):
        case.lead = officer
        case.save()

It asks for permission, opens the transaction, and leaves one audit row with before and after. If the row cannot be
written, nothing is saved. Rows of nested acts are written together when the outermost ends, in the order in which the
acts ended, so the chain is locked only for an instant.
"""

import copy
import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

T = TypeVar("T", bound=models.Model)
CHAIN_LOCK = 0x6B616B65  # "kake": the advisory lock of the chain on PostgreSQL
FIRST_SEAL = "0" * 64
SEALED = ("number", "at", "action", "actor_id", "thing_kind", "thing_id", "values_digest")
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


class NotPermittedError(PermissionDenied):
    """The actor may not do this. Shown as page 403."""


class StaleError(Exception):
    """Somebody else changed it after whoever writes has read it; nothing was written. `now` is how it stands.

    The message is the sentence to show.
    """

    def __init__(self, now: Any) -> None:
        super().__init__(_("ほかの人が先に変更しました。今の内容を確かめてから、もう一度操作してください。"))
        self.now = now


@dataclass
class Record:
    """What an act will leave behind. Set `thing` when the act creates it; add to `extra` what no column shows."""

    action: str
    actor: Actor
    thing: models.Model | None
    note: str
    before: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    at: dt.datetime = field(default_factory=clock.now)


_open: ContextVar[list[Record] | None] = ContextVar("open_acts", default=None)


@contextmanager
def act(
    action: str,
    thing: T | None,
    *,
    by: Actor,
    permit: Callable[[Actor, T], bool] | bool,
    note: str = "",
) -> Iterator[Record]:
    """The gate; see the module. `permit` is asked with (actor, thing); a bool is taken where there is no thing yet.

    Raises ``NotPermittedError`` before anything is touched.
    """
    allowed = permit if isinstance(permit, bool) else permit(by, thing)  # type: ignore[arg-type]  # thing is given
    if not allowed:
        raise NotPermittedError(_("この操作をする権限がありません。"))
    record = Record(action, by, thing, note, before=values(thing) if thing and thing.pk else {})
    outer = _open.get()
    finished: list[Record] = [] if outer is None else outer
    token = _open.set(finished) if outer is None else None
    kept = len(finished)
    try:
        with transaction.atomic():
            yield record
            finished.append(record)
            if outer is None:
                _write(finished)
    except BaseException:
        del finished[kept:]  # what was rolled back leaves no row
        raise
    finally:
        if token is not None:
            _open.reset(token)


def _write(records: list[Record]) -> None:
    """Append the rows to the chain under its lock (SQLite has one writer anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditRow.objects.order_by("-number").values_list("number", "seal").first()
    number, seal = last or (0, FIRST_SEAL)
    rows = []
    for record in records:
        number += 1
        row = _row(record, number)
        row.seal = seal = seal_of(seal, *(getattr(row, name) for name in SEALED))
        rows.append(row)
    AuditRow.objects.bulk_create(rows)


def _row(record: Record, number: int) -> AuditRow:
    after = values(record.thing) if record.thing is not None and record.thing.pk else {}
    before, after = _changed(record.before, after)
    row = AuditRow(
        number=number,
        at=record.at,
        action=record.action,
        actor=record.actor if isinstance(record.actor, Person) else None,
        actor_name=str(record.actor),
        thing_kind=record.thing._meta.label_lower if record.thing is not None else "",
        thing_id=record.thing.pk if record.thing is not None else None,
        before=before,
        after=after | record.extra,
        note=record.note,
    )
    row.values_digest = digest_of(row.before, row.after, row.note, row.actor_name)
    return row


def _changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs; of columns that hold many answers, only the answers that differ."""
    was, now = {}, {}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            old, new = _changed(old, new)
        if name in before:
            was[name] = old
        if name in after:
            now[name] = new
    return was, now


def digest_of(before: dict[str, Any], after: dict[str, Any], note: str, actor_name: str) -> str:
    """SHA-256 of the values, so that the chain still verifies when they must be blanked."""
    return _sha256([before, after, note, actor_name])


def seal_of(previous: str, number: int, at: dt.datetime, *rest: str | int | None) -> str:
    """SHA-256 over the previous seal and everything of a row that may never change (`SEALED`, in that order)."""
    return _sha256([previous, number, at.astimezone(dt.UTC).isoformat(timespec="microseconds"), *rest])


def _sha256(value: list[Any]) -> str:
    return hashlib.sha256(_encode(value).encode()).hexdigest()


def values(thing: models.Model) -> dict[str, Any]:
    """Every column of the row as JSON (passwords excepted)."""
    return {
        column.attname: _plain(getattr(thing, column.attname))
        for column in thing._meta.concrete_fields
        if column.attname != "password"
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, dict | list):
        return copy.deepcopy(value)
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
