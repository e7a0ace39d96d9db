"""Taking a backup while people write."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _

from kakehashi import __version__
from kakehashi.kernel import clock
from kakehashi.portal.backup import postgresql, sqlite
from kakehashi.portal.backup.archive import Writer
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.manifest import Manifest
from kakehashi.portal.backup.reading import facts_of

DATA_FILES = ("audit_head.log", "demonstration_clock")
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Taken:
    """A finished archive."""

    path: Path
    manifest: Manifest


def take(folder: Path) -> Taken:
    """Write one archive into `folder`. It appears there only when it is whole and on the disk.

    Raises ``BackupError``, or ``OSError`` where the disk is full or closed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        draft = workplace / "archive.tar"
        manifest = _write(draft, workplace)
        name = f"kakehashi-{clock.now().astimezone(clock.JAPAN):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.tar"
        path = draft.replace(folder / name)
        _sync_folder(folder)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return Taken(path, manifest)


def _write(draft: Path, workplace: Path) -> Manifest:
    with Writer(draft) as archive:
        for name in DATA_FILES:
            _add_file(archive, f"data/{name}", Path(settings.DATA_DIR) / name)
        taken_at = clock.now()  # before the copy: whatever happened until then is in it
        with _copied(workplace) as (member, path, alias, made_with):
            facts = facts_of(alias)
            # What the copy names is there: bytes of a removed document live for a day (`documents.sweep_orphans`).
            lost = _add_documents(archive, facts.documents)
            _add_file(archive, member, path)
        manifest = Manifest(
            version=__version__,
            vendor=connection.vendor,
            taken_at=taken_at.isoformat(timespec="seconds"),
            is_demonstration=settings.DEMONSTRATION,
            tables=facts.tables,
            migrations=facts.migrations,
            chain=facts.chain,
            members=archive.members,
            lost=lost,
            made_with=made_with,
        )
        archive.finish(manifest)
    return manifest


@contextmanager
def _copied(workplace: Path) -> Iterator[tuple[str, Path, str, int]]:
    """The database at one moment: its name in the archive, its file, the alias to look into it, pg_dump's version."""
    if connection.vendor == "postgresql":
        path = workplace / postgresql.MEMBER
        with postgresql.copied(path) as (alias, made_with):
            yield postgresql.MEMBER, path, alias, made_with
    elif connection.vendor == "sqlite":
        path = workplace / sqlite.MEMBER
        with sqlite.copied(path) as alias:
            yield sqlite.MEMBER, path, alias, 0
    else:
        raise BackupError(_("SQLite と PostgreSQL のほかのデータベースは、バックアップできません。"))


def _add_documents(archive: Writer, names: Iterable[str]) -> list[str]:
    """Answers what could not be found."""
    lost = []
    for name in names:
        try:
            with default_storage.open(name) as file:
                archive.add(f"files/{name}", file, file.size)
        except FileNotFoundError:
            lost.append(name)
    return lost


def _add_file(archive: Writer, name: str, path: Path) -> None:
    if path.exists():
        with path.open("rb") as file:
            archive.add(name, file, os.fstat(file.fileno()).st_size)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
