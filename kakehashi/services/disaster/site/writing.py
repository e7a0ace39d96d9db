"""Publishing: the files of a snapshot become the release that stands, all of them or none.

Only what changed is made and written; everything else is the same file under another name (a hard link), so a release
never costs more than its changes. Files are never changed in place.
"""

import gzip
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli

from kakehashi.services.disaster.site import offline, releases
from kakehashi.services.disaster.site.checking import problems
from kakehashi.services.disaster.site.offline import Papers
from kakehashi.services.disaster.site.plan import Bundle, Plan
from kakehashi.services.disaster.site.saving import SavedSnapshotError, from_json, to_json
from kakehashi.services.disaster.site.snapshot import Snapshot

KEPT = 5  # releases
COMPRESSED = {".html", ".xml", ".atom", ".json", ".txt"}
GZIP, BROTLI = 9, 5
Sign = Callable[[bytes], bytes]  # a CAP message → the same, signed


@dataclass
class Published:
    """What came of it. `number` is the release that stands now; `seconds` until it stood."""

    number: int
    seconds: float = 0.0
    made: int = 0  # files, siblings not counted
    linked: int = 0
    largest: dict[str, int] = field(default_factory=dict)  # suffix → bytes


class _Release:
    """The next release while it is being built."""

    def __init__(self, root: Path, workers: ThreadPoolExecutor, sign: Sign | None) -> None:
        self.last = releases.current(root)
        self.known: dict[str, Any] = self.last.manifest()["bundles"] if self.last else {}
        self.number, self.folder = releases.begin(root)
        self.site = self.folder / releases.SITE
        self.workers = workers
        self.sign = sign
        self.written: list[Future[None]] = []
        self.folders: set[Path] = set()
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
            signed = self.sign(content) if self.sign and path.startswith("cap/") else content
            digest = hashlib.blake2b(content, digest_size=16).hexdigest()
            files[path] = {"hash": digest, "size": len(signed)}
            if before.get(path, {}).get("hash") == digest:
                self._link(path)
            else:
                self._write(path, signed)
        self.bundles[bundle.name] = {"mark": bundle.mark, "files": files}

    def take_over(self, name: str) -> None:
        """The files of the last release, as they are."""
        known = self.known[name]
        for path in known["files"]:
            self._link(path)
        self.bundles[name] = known

    def finish(self, snapshot: Snapshot) -> None:
        for future in self.written:
            future.result()
        (self.folder / releases.SNAPSHOT).write_text(to_json(snapshot))
        (self.folder / releases.MANIFEST).write_text(json.dumps({"bundles": self.bundles}))

    def _link(self, path: str) -> None:
        assert self.last is not None  # noqa: S101  # known files come from it
        target = self._place(path)
        for source, copy in zip(_siblings(self.last.site / path), _siblings(target), strict=True):
            try:
                os.link(source, copy)
            except OSError:  # a file system without hard links, or too many of them
                shutil.copyfile(source, copy)
        self.result.linked += 1

    def _write(self, path: str, content: bytes) -> None:
        self.written.append(self.workers.submit(_write, self._place(path), content))
        suffix = Path(path).suffix
        self.result.made += 1
        self.result.largest[suffix] = max(self.result.largest.get(suffix, 0), len(content))

    def _place(self, path: str) -> Path:
        target = self.site / path
        if target.parent not in self.folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(target.parent)
        return target


def publish(
    root: Path,
    read: Callable[[], Snapshot],
    *,
    papers: Papers | None = None,
    is_urgent: bool = False,
    sign: Sign | None = None,
    kept: int = KEPT,
) -> Published:
    """Makes what `read` says the release that stands. It is asked once it is this publisher's turn, so that the last to
    publish never puts an older state back. `is_urgent`: zips that exist stay as they are, for a later round.

    Raises SavedSnapshotError when pages cannot be made of it; the release that stood goes on standing.
    """
    began = time.monotonic()
    with releases.turn(root), ThreadPoolExecutor(os.cpu_count() or 2) as workers:
        releases.sweep(root)
        snapshot = read()
        if found := problems(snapshot):
            raise SavedSnapshotError("\n".join(found))
        release = _Release(root, workers, sign)
        plan = Plan(snapshot)
        for bundle in _bundles(plan, papers or {}):
            if is_urgent and bundle.name.startswith("offline/") and bundle.name in release.known:
                release.take_over(bundle.name)
            else:
                release.add(bundle)
        release.finish(snapshot)
        releases.stand(root, release.number, release.folder)
        release.result.seconds = time.monotonic() - began
        releases.keep(root, kept)
    return release.result


def minimal_publish(root: Path, saved: Path, *, sign: Sign | None = None) -> Published:
    """The way of the emergency: from a saved snapshot, with no database, worker, mail or network."""
    return publish(root, lambda: from_json(saved.read_text()), sign=sign)


def _bundles(plan: Plan, papers: Papers) -> Iterator[Bundle]:
    yield from plan.bundles()
    yield from offline.bundles(plan, papers)


def _siblings(path: Path) -> list[Path]:
    """The file and its compressed forms."""
    if path.suffix not in COMPRESSED:
        return [path]
    return [path, path.with_name(f"{path.name}.gz"), path.with_name(f"{path.name}.br")]


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    if path.suffix in COMPRESSED:
        _plain, gz, br = _siblings(path)
        gz.write_bytes(gzip.compress(content, GZIP, mtime=0))
        br.write_bytes(brotli.compress(content, quality=BROTLI))
