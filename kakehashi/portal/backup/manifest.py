"""What an archive says about itself."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kakehashi.portal.backup.errors import BackupError

FORMAT = 1


class Stored(NamedTuple):
    """A file in the archive."""

    size: int  # bytes
    sha256: str


class Table(NamedTuple):
    """How many rows, and one hash over all of them in the order of their key."""

    rows: int
    sha256: str


class Chain(NamedTuple):
    """The record of all writes: how many rows, and the number and seal of the last."""

    rows: int
    number: int
    seal: str


@dataclass(frozen=True)
class Facts:
    """What a database holds at one moment."""

    tables: dict[str, Table]
    migrations: list[str]  # app.name, sorted
    chain: Chain
    documents: dict[str, str]  # file → its hash when it was uploaded


@dataclass(frozen=True)
class Manifest:
    """The facts of the copied database and the hash of every file."""

    version: str  # of the program
    vendor: str  # sqlite | postgresql
    taken_at: str
    is_demonstration: bool
    tables: dict[str, Table]
    migrations: list[str]
    chain: Chain
    members: dict[str, Stored]
    lost: list[str] = field(default_factory=list)  # named by the database, but no longer there when it was taken
    made_with: int = 0  # major version of pg_dump; 0 for SQLite
    format: int = FORMAT

    def to_json(self) -> bytes:
        facts = asdict(self)
        return json.dumps(facts | {"digest": _digest(facts)}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises ``BackupError`` when it is not what `to_json` wrote, or was written by a later format."""
        try:
            facts: dict[str, Any] = json.loads(text)
            if facts["format"] > FORMAT:
                raise BackupError(_("このアーカイブは、より新しい版の架け橋で作られています。先に更新してください。"))
            if facts.pop("digest") != _digest(facts):
                raise BackupError(_("manifest.json が書き換えられています。"))
            facts["tables"] = {name: Table(*table) for name, table in facts["tables"].items()}
            facts["members"] = {name: Stored(*stored) for name, stored in facts["members"].items()}
            facts["chain"] = Chain(*facts["chain"])
            return cls(**facts)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(
                _("manifest.json を読めません。架け橋のバックアップではないか、壊れています。")
            ) from error


def _digest(facts: dict[str, Any]) -> str:
    """Shows a change of the manifest itself; whoever forges an archive can compute it too."""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
