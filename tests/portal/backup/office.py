"""An office where people work while its records are copied."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from kakehashi.foundation.organisations.models import Person

_RUN = "import sys, pathlib, django; django.setup(); from tests.portal.backup.writer import work; "


def database_url(values: dict[str, Any]) -> str:
    """The address of a database by its settings."""
    if values["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{values['NAME']}"
    user = quote(values["USER"]) + (f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else "")
    port = f":{values['PORT']}" if values["PORT"] else ""
    return f"postgres://{user}@{quote(values['HOST'], safe='')}{port}/{values['NAME']}"


@contextmanager
def writers(people: list[Person], logs: Path) -> Iterator[list[Path]]:
    """One writing process for each; answers their logs. All have written when the ``with`` begins."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "KAKEHASHI_DATA": str(settings.DATA_DIR),
        "DATABASE_URL": database_url(connection.settings_dict),
    }
    files = [logs / f"{person.pk}.log" for person in people]
    processes = []
    try:
        for person, file in zip(people, files, strict=True):
            command = f"{_RUN}work({person.pk}, pathlib.Path(sys.argv[1]))"
            run = [sys.executable, "-c", command, str(file)]
            processes.append(subprocess.Popen(run, env=environment, cwd=settings.BASE_DIR))
        wait_for(files, 3)
        yield files
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


def wait_for(files: list[Path], rounds: int) -> None:
    """Until each of the writers has acknowledged so many rounds more than at the beginning."""
    goal = [written(file) + rounds for file in files]
    deadline = time.monotonic() + 60
    while any(written(file) < wanted for file, wanted in zip(files, goal, strict=True)):
        assert time.monotonic() < deadline, "the writers do not get on"
        time.sleep(0.05)


def written(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0
