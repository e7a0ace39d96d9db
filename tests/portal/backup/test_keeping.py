"""The backup of every night."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kakehashi.foundation.documents.models import Document
from kakehashi.kernel import clock
from kakehashi.portal import tasks
from kakehashi.portal.backup.errors import BackupError
from tests.cast import Cast

NIGHT = dt.datetime(2012, 7, 9, 2, 30, tzinfo=clock.JAPAN)


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> None:
    settings.BACKUPS_KEPT = 2


def take_on(night: int) -> str:
    with clock.pinned(NIGHT + dt.timedelta(days=night)):
        name: str = tasks.take_backup.call()
    return name


def archives(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "backups").glob("*.tar"))


def test_the_newest_ones_are_kept(cast: Cast, data: Path) -> None:
    names = [take_on(night) for night in range(3)]

    assert archives(data) == names[1:]
    assert names[2].startswith("kakehashi-20120711-023000-")
    noted = json.loads((data / "backups" / "verified.json").read_text())
    assert (noted["archive"], noted["taken_at"]) == (names[2], "2012-07-10T17:30:00+00:00")


def test_health_tells_the_age_of_the_last_verified_one(cast: Cast, data: Path, client: Client) -> None:
    take_on(0)

    with clock.pinned(NIGHT + dt.timedelta(hours=5)):
        answer = client.get("/healthz").json()

    assert answer["backup_age_seconds"] == 5 * 60 * 60


def test_nothing_is_deleted_for_one_that_does_not_verify(cast: Cast, data: Path, client: Client) -> None:
    names = [take_on(night) for night in range(2)]
    lost = Document.objects.get(name="一.txt")
    lost.file.storage.delete(lost.file.name)

    with pytest.raises(BackupError, match=lost.file.name):
        take_on(2)

    assert archives(data)[:2] == names
    with clock.pinned(NIGHT + dt.timedelta(days=2)):
        assert client.get("/healthz").json()["backup_age_seconds"] == 24 * 60 * 60


def test_what_a_killed_backup_left_behind_is_cleared_away_a_day_later(cast: Cast, data: Path) -> None:
    for name, hours in (("old", 25), ("running", 1)):
        left = data / "backups" / f".unfinished-{name}"
        left.mkdir(parents=True)
        (left / "archive.tar").write_bytes(b"half")
        changed = left.stat().st_mtime - hours * 60 * 60
        os.utime(left, (changed, changed))

    take_on(0)

    assert [path.name for path in (data / "backups").glob(".unfinished-*")] == [".unfinished-running"]


def test_nothing_is_taken_where_they_are_switched_off(cast: Cast, data: Path, settings: Any) -> None:
    settings.BACKUPS_KEPT = 0

    assert take_on(0) == ""
    assert not (data / "backups").exists()
