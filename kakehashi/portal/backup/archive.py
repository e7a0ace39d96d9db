"""The tar: written as a stream, read with suspicion."""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Self

from django.utils.translation import gettext as _

from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.manifest import Manifest, Stored

MANIFEST = "manifest.json"
LONGEST_MANIFEST = 256 * 1024 * 1024
BLOCK = 1024 * 1024


class _Hashing:
    """Passes on what is read, and hashes it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.sha256 = hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self._source.read(size)
        self.sha256.update(block)
        return block


class Writer:
    """An archive being written to a new file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._tar = tarfile.TarFile(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT, copybufsize=BLOCK)
        self.members: dict[str, Stored] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """``OSError`` when `source` has fewer than `size` bytes."""
        hashing = _Hashing(source)
        self._tar.addfile(_header(name, size), hashing)  # type: ignore[arg-type]  # only `read` is asked of it
        self._tar.members.clear()  # type: ignore[attr-defined]  # else it remembers every file ever added
        self.members[name] = Stored(size, hashing.sha256.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest; afterwards everything is on the disk."""
        text = manifest.to_json()
        self._tar.addfile(_header(MANIFEST, len(text)), BytesIO(text))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


def read_manifest(path: Path) -> Manifest:
    """What the archive says of itself, after every name in it was looked at. Raises ``BackupError``."""
    manifest: Manifest | None = None
    names: set[str] = set()
    with _opened(path) as tar:
        for member in _members(tar):
            if member.name in names:
                raise BackupError(_("アーカイブに同じ名前のファイルが2つあります：%(name)s") % {"name": member.name})
            names.add(member.name)
            if member.name == MANIFEST:
                if member.size > LONGEST_MANIFEST:
                    raise BackupError(_("manifest.json が大きすぎます。"))
                manifest = Manifest.from_json(_content(tar, member).read())
    if manifest is None:
        raise BackupError(
            _("アーカイブが途中で切れているか、架け橋のバックアップではありません(manifest.json がありません)。")
        )
    if strange := names - {MANIFEST} - manifest.members.keys():
        raise BackupError(_("アーカイブに控えのないファイルがあります：%(name)s") % {"name": min(strange)})
    return manifest


def contents(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Every file but the manifest, to be read in this order. Raises ``BackupError`` where the archive breaks off."""
    with _opened(path) as tar:
        for member in _members(tar):
            if member.name != MANIFEST:
                yield member.name, _content(tar, member)


def copy(source: IO[bytes], target: IO[bytes] | None) -> Stored:
    """Read to the end, writing to `target` if there is one."""
    digest, size = hashlib.sha256(), 0
    with _in_words():
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            if target is not None:
                target.write(block)
    return Stored(size, digest.hexdigest())


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    with _in_words(), tarfile.open(path, "r:") as tar:
        yield tar


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, ValueError) as error:
        raise BackupError(_("アーカイブが壊れているか、途中で切れています：%(error)s") % {"error": error}) from error


def _members(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (member := tar.next()) is not None:
        _refuse_hostile(member)
        yield member
        tar.members.clear()  # type: ignore[attr-defined]  # memory stays flat


def _refuse_hostile(member: tarfile.TarInfo) -> None:
    """Plain files below the place they are put, nothing else: no links, no devices, no way out, no holes."""
    parts = member.name.split("/")
    is_plain = member.type in {tarfile.REGTYPE, tarfile.AREGTYPE} and not member.issparse()
    if not is_plain or {"", ".", ".."} & set(parts) or not member.name.isprintable() or "\\" in member.name:
        raise BackupError(
            _("このアーカイブは受け付けません。フォルダーの外に出る名前かリンクが入っています：%(name)s")
            % {"name": ascii(member.name)}
        )


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    return tar.extractfile(member)
