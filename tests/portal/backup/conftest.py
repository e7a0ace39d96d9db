from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kakehashi.foundation.documents.operations import store
from kakehashi.portal.backup import postgresql
from kakehashi.portal.backup.taking import take
from tests.cast import Cast, make_cast
from tests.portal.backup.office import database_url

Empty = Callable[[], Any]


@pytest.fixture
def cast(transactional_db: None, data: Path) -> Cast:
    """Committed, so that a copy holds it; with two documents of the officer."""
    cache.clear()
    cast = make_cast()
    for name in ("一.txt", "二.txt"):
        upload = SimpleUploadedFile(name, f"{name}の中身".encode())
        store(upload, about=None, by=cast.officer, permit=True)
    return cast


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """The data folder of this installation."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    settings.DATA_DIR.mkdir()
    return Path(settings.DATA_DIR)


@pytest.fixture
def archive(cast: Cast, tmp_path: Path) -> Path:
    return take(tmp_path / "archives").path


@pytest.fixture
def empty_database() -> Iterator[dict[str, Any] | None]:
    """The settings of an empty database of the kind of this run; ``None`` for SQLite, which is a file."""
    if connection.vendor == "sqlite":
        yield None
    else:
        with postgresql.scratch() as values:
            yield values


@pytest.fixture
def target(empty_database: dict[str, Any] | None) -> list[str]:
    """What `manage.py restore` is told about the database."""
    return [] if empty_database is None else ["--database-url", database_url(empty_database)]
