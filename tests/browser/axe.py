"""axe-core, the accessibility checker: fetched once from the package registry, checked, kept beside the environment.

It is MPL-2.0 and only a tool of the tests, so it is not part of the repository.
"""

import functools
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from playwright.sync_api import Page

PACKAGE = "axe-core@4.14.1"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"  # of axe.min.js
KEPT = Path(sys.prefix) / "axe-core" / f"{PACKAGE}.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class UnavailableError(Exception):
    """axe-core cannot be had here; the message says why."""


def violations(page: Page) -> list[str]:
    """Each broken rule with the elements that break it: ``color-contrast: <a …>``. [] is what we want."""
    page.evaluate(source())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(r => r.violations)", RULES
    )
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@functools.cache
def source() -> str:
    """The script; raises ``UnavailableError``."""
    if not KEPT.exists():
        KEPT.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT.parent) as folder:
            fetched = Path(folder) / "axe.min.js"
            fetched.write_bytes(_fetch(Path(folder)))
            fetched.replace(KEPT)
    return KEPT.read_text()


def _fetch(folder: Path) -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is missing")
    done = subprocess.run([npm, "pack", PACKAGE, "--silent"], cwd=folder, capture_output=True, text=True, check=False)
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        raise UnavailableError(f"npm pack {PACKAGE} failed: {done.stderr[-300:]}")
    with tarfile.open(archives[0]) as archive:
        member = archive.extractfile("package/axe.min.js")
        script = member.read() if member else b""
    if hashlib.sha256(script).hexdigest() != SHA256:
        raise UnavailableError(f"{PACKAGE} is not the file it should be")
    return script
