"""The backup of every night: taken, verified, and the oldest ones put away."""

import datetime as dt
import json
import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kakehashi.kernel import clock
from kakehashi.portal.backup.errors import BackupError
from kakehashi.portal.backup.taking import UNFINISHED, Taken, take
from kakehashi.portal.backup.verifying import verify_archive

_NOTE = "verified.json"
_LEFT_BEHIND = 24 * 60 * 60  # seconds


def folder() -> Path:
    """Where the nightly archives are kept."""
    return Path(settings.DATA_DIR) / "backups"


def take_and_keep() -> Path | None:
    """One archive more, verified; only then are the oldest deleted. ``None`` where backups are switched off.

    Raises ``BackupError`` when it cannot be taken or does not verify.
    """
    if not settings.BACKUPS_KEPT:
        return None
    taken = take(folder())
    report = verify_archive(taken.path)
    if report.wrong or taken.manifest.lost:
        said = [f"{check.what}: {check.wrong}" for check in report.wrong] + taken.manifest.lost
        raise BackupError(_("バックアップは完全ではありません：%(said)s") % {"said": " ".join(said)})
    _note(taken)
    _put_away(taken.path)
    return taken.path


def last_verified() -> dt.datetime | None:
    """The moment of the last nightly archive that was verified; ``None`` when there is none on this machine."""
    try:
        return dt.datetime.fromisoformat(json.loads((folder() / _NOTE).read_text())["taken_at"])
    except (OSError, ValueError, KeyError):
        return None


def _note(taken: Taken) -> None:
    draft = folder() / f"{_NOTE}.new"
    noted = {
        "archive": taken.path.name,
        "taken_at": taken.manifest.taken_at,
        "verified_at": clock.now().isoformat(timespec="seconds"),
    }
    draft.write_text(json.dumps(noted))
    draft.replace(folder() / _NOTE)


def _put_away(newest: Path) -> None:
    """Keep the newest ones, by the time of their files; and clear away what a killed backup left behind."""
    archives = sorted(folder().glob("kakehashi-*.tar"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in archives[settings.BACKUPS_KEPT :]:
        path.unlink()
    now = newest.stat().st_mtime
    for left in folder().glob(f"{UNFINISHED}*"):
        if now - left.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)
