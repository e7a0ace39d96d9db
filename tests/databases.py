"""The database of a test run: migrated once, and a copy of it for every process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker


@contextmanager
def prepared() -> Iterator[None]:
    """This process's own, as long as the ``with``."""
    before = connection.settings_dict["NAME"]
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        _copy_for(worker)
    else:
        _migrate()
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _migrate() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _copy_for(worker: str) -> None:
    """The first worker of the run migrates, while the others wait; the last one to copy removes the original."""
    creation, database = connection.creation, connection.settings_dict
    run, workers = os.environ["PYTEST_XDIST_TESTRUNUID"], int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    with (settings.DATA_DIR / f"test-databases-{run}").open("a+") as lines:  # one for each copy: what was copied
        fcntl.flock(lines, fcntl.LOCK_EX)
        lines.seek(0)
        copied = lines.read().splitlines()
        if copied:
            database["NAME"] = copied[0]
        else:
            _migrate()
        connection.close()
        creation.clone_test_db(suffix=worker, verbosity=0, autoclobber=True)
        lines.write(f"{database['NAME']}\n")
        copy = creation.get_test_db_clone_settings(worker)["NAME"]
        if len(copied) + 1 == workers:
            creation.destroy_test_db(verbosity=0)
    database["NAME"] = copy


@contextmanager
def made_once(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a module: what is made inside is there in all its tests and taken back after the last.

    The tests' own transactions lie inside this one; a test that commits cannot be of such a module.
    """
    with blocker.unblock(), transaction.atomic():
        cache.clear()
        translation.activate("ja")
        yield
        transaction.set_rollback(True)
