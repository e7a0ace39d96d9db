"""Publishing: the files of a snapshot become the release that stands, all of them or none.

Only what changed is made and written; everything else is the same file under another name (a hard link), so a release
never costs more than its changes. Files are never changed in place.
"""

import contextlib
import datetime as dt
import gzip
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli

from kakehashi.services.disaster.site import offline, releases
from kakehashi.services.disaster.site.checking import problems
from kakehashi.services.disaster.site.offline import Papers
from kakehashi.services.disaster.site.plan import Bundle, Plan
from kakehashi.services.disaster.site.saving import SavedSnapshotError, from_json, to_json
from kakehashi.services.disaster.site.signing import Signer
from kakehashi.services.disaster.site.snapshot import Snapshot
from kakehashi.services.disaster.site.timing import as_of

KEPT = 5  # releases
COMPRESSED = (".html", ".xml", ".atom", ".json", ".txt")
GZIP, BROTLI = 9, 5
TOGETHER = 8 * 1024 * 1024  # bytes of files that are compressed and written at a time


@dataclass
class Published:
    """What came of it. `number` is the release that stands now; `seconds` until it stood."""

    number: int
    seconds: float = 0.0
    made: int = 0  # files, siblings not counted
    linked: int = 0
    largest: dict[str, int] = field(default_factory=dict)  # suffix → bytes


Note = Callable[[Published, Snapshot], None]


class _Release:
    """The next release while it is being built."""

    def __init__(self, root: Path, workers: ThreadPoolExecutor, signer: Signer | None, kept: int) -> None:
        self.last = releases.current(root)
        self.known: dict[str, Any] = self.last.manifest()["bundles"] if self.last else {}
        self.number, self.folder, there = releases.begin(root, kept)
        self.site = os.fspath(self.folder / releases.SITE)
        self.there = _files(there["bundles"])  # lies in the folder already
        self.workers = workers
        self.signer = signer
        self.waiting: list[tuple[str, bytes, bool]] = []  # to be written, and how many bytes they are
        self.size = 0
        self.folders: set[str] = set()
        self.bundles: dict[str, Any] = {}
        self.result = Published(self.number)

    def add(self, bundle: Bundle) -> None:
        known = self.known.get(bundle.name)
        if known and known["mark"] == bundle.mark:
            self.take_over(bundle.name)
            return
        before = known["files"] if known else {}
        files = {}
        for path, content in bundle.make():
            signer = self.signer if path.startswith("cap/") else None
            digest = hashlib.blake2b(content + (signer.mark.encode() if signer else b""), digest_size=16).hexdigest()
            size = before.get(path, {}).get("size", 0)
            if before.get(path, {}).get("hash") == digest:
                self._link(path, digest)
            else:
                signed = signer.sign(content) if signer else content
                size = len(signed)
                self._write(path, signed)
            files[path] = {"hash": digest, "size": size}
        self.bundles[bundle.name] = {"mark": bundle.mark, "files": files}

    def take_over(self, name: str) -> None:
        """The files of the last release, as they are."""
        known = self.known[name]
        for path, row in known["files"].items():
            self._link(path, row["hash"])
        self.bundles[name] = known

    def finish(self, snapshot: Snapshot) -> None:
        self._write_waiting()
        for path in self.there.keys() - _files(self.bundles).keys():
            _clear(f"{self.site}/{path}")
            with contextlib.suppress(OSError):  # other files are left in it
                os.removedirs(f"{self.site}/{path}".rpartition("/")[0])
        (self.folder / releases.SNAPSHOT).write_text(to_json(snapshot))
        (self.folder / releases.MANIFEST).write_text(json.dumps({"bundles": self.bundles}))

    def _link(self, path: str, digest: str) -> None:
        assert self.last is not None  # noqa: S101  # known files come from it
        self.result.linked += 1
        if self.there.get(path) == digest:
            return
        target, source = self._place(path), f"{self.last.site}/{path}"
        if path in self.there:
            _clear(target)
        for ending in _endings(path):
            try:
                os.link(source + ending, target + ending)
            except OSError:  # a file system without hard links, or too many of them
                shutil.copyfile(source + ending, target + ending)

    def _write(self, path: str, content: bytes) -> None:
        self.waiting.append((self._place(path), content, path in self.there))
        self.size += len(content)
        if self.size >= TOGETHER:
            self._write_waiting()
        suffix = os.path.splitext(path)[1]  # noqa: PTH122  # thousands of times
        self.result.made += 1
        self.result.largest[suffix] = max(self.result.largest.get(suffix, 0), len(content))

    def _write_waiting(self) -> None:
        """Compressed on all processors, then written, and nothing drawn meanwhile: threads that do all that at the same
        time hold each other up, as only one of them runs Python.
        """
        forms = list(self.workers.map(lambda each: _ready(*each), self.waiting))
        for (place, *_rest), found in zip(self.waiting, forms, strict=True):
            _write(place, found)
        self.waiting.clear()
        self.size = 0

    def _place(self, path: str) -> str:
        target = f"{self.site}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in self.folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # thousands of times
            self.folders.add(folder)
        return target


def publish(
    root: Path,
    read: Callable[[], Snapshot],
    *,
    papers: Papers | None = None,
    is_urgent: bool = False,
    signer: Signer | None = None,
    kept: int = KEPT,
    note: Note | None = None,
) -> Published:
    """Makes what `read` says the release that stands. It is asked once it is this publisher's turn, so that the last to
    publish never puts an older state back. `is_urgent`: zips that exist stay as they are, for a later round. `note` is
    told what came of it, still in this publisher's turn. `signer`: of CAP messages.

    Raises SavedSnapshotError when pages cannot be made of it; the release that stood goes on standing.
    """
    began = time.monotonic()
    with releases.turn(root), ThreadPoolExecutor(os.cpu_count() or 2) as workers:
        releases.sweep(root)
        snapshot = read()
        if found := problems(snapshot):
            raise SavedSnapshotError("\n".join(found))
        release = _Release(root, workers, signer, kept)
        plan = Plan(snapshot, signed_by=signer.mark if signer else "")
        for bundle in _bundles(plan, papers or {}):
            if is_urgent and bundle.name.startswith("offline/") and bundle.name in release.known:
                release.take_over(bundle.name)
            else:
                release.add(bundle)
        release.finish(snapshot)
        releases.stand(root, release.number, release.folder)
        release.result.seconds = time.monotonic() - began
        releases.keep(root, kept)
        if note is not None:
            note(release.result, snapshot)
    return release.result


def minimal_publish(root: Path, saved: Path, *, now: dt.datetime, signer: Signer | None = None) -> Published:
    """The way of the emergency: from a saved snapshot as it is `now`, with no database, worker, mail or network."""
    return publish(root, lambda: as_of(from_json(saved.read_text()), now), signer=signer)


def _bundles(plan: Plan, papers: Papers) -> Iterator[Bundle]:
    yield from plan.bundles()
    yield from offline.bundles(plan, papers)


def _files(bundles: dict[str, Any]) -> dict[str, str]:
    """Path → hash."""
    return {path: row["hash"] for bundle in bundles.values() for path, row in bundle["files"].items()}


def _endings(path: str) -> tuple[str, ...]:
    """Of the file and its compressed forms."""
    return ("", ".gz", ".br") if path.endswith(COMPRESSED) else ("",)


def _clear(path: str) -> None:
    """Out of this release only: the file goes on under its other names."""
    for ending in _endings(path):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path + ending)  # noqa: PTH108  # thousands of times


def _ready(path: str, content: bytes, is_anew: bool) -> list[bytes]:
    """The file and its compressed forms, in the order of their endings. `is_anew`: other files may lie there, which
    must not be written into.
    """
    if is_anew:
        _clear(path)
    if not path.endswith(COMPRESSED):
        return [content]
    return [content, gzip.compress(content, GZIP, mtime=0), brotli.compress(content, quality=BROTLI)]


def _write(path: str, forms: list[bytes]) -> None:
    for ending, form in zip(_endings(path), forms, strict=True):
        with open(path + ending, "wb") as file:  # noqa: PTH123  # thousands of times
            file.write(form)
