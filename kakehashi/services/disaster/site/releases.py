"""Releases of the pages on disk: built beside the one that stands, swapped in whole, the last few kept.

    root/current            → releases/<n>/site, read anew by whoever serves
    root/releases/<n>/      site/ (public), manifest.json, snapshot.json (what it was made of)
    root/.lock              held by the one publisher whose turn it is

A publisher that dies leaves `current` as it was; the next one sweeps away what was never seen.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CURRENT, RELEASES, LOCK = "current", "releases", ".lock"
SITE, MANIFEST, SNAPSHOT = "site", "manifest.json", "snapshot.json"
BUILDING = ".building-"
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Release:
    """One that was finished."""

    folder: Path

    @property
    def number(self) -> int:
        return int(self.folder.name)

    @property
    def site(self) -> Path:
        return self.folder / SITE

    def manifest(self) -> dict[str, Any]:
        """{"bundles": {name: {"mark", "files": {path: {"hash", "size"}}}}}; empty when it cannot be read."""
        try:
            found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return {"bundles": {}}
        return found


def current(root: Path) -> Release | None:
    """The one that stands."""
    try:
        target = (root / CURRENT).readlink()
    except OSError:
        return None
    folder = root / target.parent
    return Release(folder) if (folder / SITE).is_dir() else None


@contextlib.contextmanager
def turn(root: Path) -> Iterator[None]:
    """One publisher at a time; the lock goes with the process that holds it."""
    (root / RELEASES).mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sweep(root: Path) -> None:
    """What an interrupted publisher left: nobody ever saw it. Only in one's turn."""
    standing = current(root)
    for path in root.glob(f".{CURRENT}-*"):
        path.unlink()
    for path in (root / RELEASES).iterdir():
        is_newer = path.name.isdecimal() and (standing is None or int(path.name) > standing.number)
        if path.name.startswith(BUILDING) or is_newer:
            _remove(path)


def begin(root: Path, kept: int) -> tuple[int, Path, dict[str, Any]]:
    """Number and folder of the next release, and the manifest of what is in the folder already.

    Once there are `kept` releases the oldest becomes the next one: what has not changed since lies there already.
    """
    standing = current(root)
    numbers = sorted(int(path.name) for path in (root / RELEASES).iterdir() if path.name.isdecimal())
    number = max(numbers, default=0) + 1
    folder = root / RELEASES / f"{BUILDING}{number}"
    oldest = root / RELEASES / str(min(numbers, default=0))
    if len(numbers) >= max(kept, 2) and standing is not None and oldest != standing.folder:
        manifest = Release(oldest).manifest()
        if manifest["bundles"]:
            return number, oldest.rename(folder), manifest
    (folder / SITE).mkdir(parents=True)
    return number, folder, {"bundles": {}}


def stand(root: Path, number: int, folder: Path) -> None:
    """From here on everybody reads this release. It is on the disk before, all of it."""
    finished = folder.rename(root / RELEASES / str(number))
    _sync(finished)
    link = root / f".{CURRENT}-{number}"
    link.symlink_to(Path(RELEASES) / str(number) / SITE)
    link.replace(root / CURRENT)
    _sync_folder(root)


def keep(root: Path, count: int) -> None:
    """The release that stands and those before it, `count` in all, but never fewer than two."""
    standing = current(root)
    numbered = sorted((path for path in (root / RELEASES).iterdir() if path.name.isdecimal()), key=_number)
    for path in numbered[: -max(count, 2)]:
        if standing is None or path != standing.folder:
            _remove(path)


def _number(path: Path) -> int:
    return int(re.sub(r"\D", "", path.name))


def _remove(path: Path) -> None:
    """Out of the way at once, then away."""
    if not path.name.startswith(BUILDING):
        path = path.rename(path.with_name(f"{BUILDING}old-{path.name}"))
    shutil.rmtree(path)


def _sync(path: Path) -> None:
    """Everything written so far on this file system, in one call."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if not hasattr(_LIBC, "syncfs") or _LIBC.syncfs(descriptor) != 0:
            os.sync()
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
