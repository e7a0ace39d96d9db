"""Looking into a database that is not the one of this installation."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connections
from django.db.utils import load_backend

from kakehashi.foundation.audit.gate import FIRST_SEAL
from kakehashi.foundation.audit.models import AuditRow
from kakehashi.foundation.documents.models import Document
from kakehashi.portal.backup.fingerprints import tables
from kakehashi.portal.backup.manifest import Chain, Facts


@contextmanager
def opened(values: dict[str, Any]) -> Iterator[str]:
    """The alias of a database with these settings, as long as the ``with``."""
    alias = f"backup-{secrets.token_hex(4)}"
    whole = connections.configure_settings({"default": values})["default"]
    connections[alias] = load_backend(whole["ENGINE"]).DatabaseWrapper(whole, alias)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


def sqlite_file(path: Path) -> dict[str, Any]:
    """The settings of a file that is read and never written."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": f"file:{quote(str(path))}?mode=ro&immutable=1"}


def facts_of(alias: str) -> Facts:
    """What stands in this database; on PostgreSQL inside a transaction that sees one moment."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    rows = AuditRow.objects.using(alias)
    number, seal = rows.order_by("-number").values_list("number", "seal").first() or (0, FIRST_SEAL)
    files = Document.objects.using(alias).exclude(file="").order_by("file").values_list("file", "sha256")
    return Facts(tables(alias), sorted(migrations), Chain(rows.count(), number, seal), dict(files))
