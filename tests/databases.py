"""The databases of a test run: migrated once, and a copy of it for every process; and others with much made in them.

What many tests begin with is made once, by one process, in a database of its own; every process has a copy of it, and
every test its own transaction there.
"""

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TypeVar

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from pytest_django import DjangoDbBlocker

Made = TypeVar("Made")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
_copies: dict[str, tuple[str, Any]] = {}  # what this process has of `filled`: its database, and what was made
_opened: dict[str, BaseDatabaseWrapper] = {}  # by the name of the database; beside the one of `prepared`


@contextmanager
def prepared() -> Iterator[None]:
    """This process's own, as long as the ``with``."""
    before = connection.settings_dict["NAME"]
    if WORKER:
        _copy_for(WORKER)
    else:
        _migrate()
    try:
        yield
    finally:
        for database in _copies_to_remove():
            with _using(database):
                connection.creation.destroy_test_db(verbosity=0)
        connection.creation.destroy_test_db(before, verbosity=0)


def _migrate() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _copy_for(worker: str) -> None:
    """The first worker of the run migrates, while the others wait; the last one to copy removes the original."""
    creation, database = connection.creation, connection.settings_dict
    with _of_the_run("databases") as lines:  # one for each copy: what was copied
        copied = lines.read().decode().splitlines()
        if copied:
            database["NAME"] = copied[0]
        else:
            _migrate()
        connection.close()
        creation.clone_test_db(suffix=worker, verbosity=0, autoclobber=True)
        lines.write(f"{database['NAME']}\n".encode())
        copy = creation.get_test_db_clone_settings(worker)["NAME"]
        if len(copied) + 1 == WORKERS:
            creation.destroy_test_db(verbosity=0)
    database["NAME"] = copy


@contextmanager
def _of_the_run(what: str) -> Iterator[BinaryIO]:
    """A file that the processes of this run share, one at a time."""
    with (settings.DATA_DIR / f"test-run-{RUN}-{what}").open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file


@contextmanager
def _using(database: str) -> Iterator[None]:
    """Another database by a connection of its own; the one before stays open too."""
    before = connections[DEFAULT_DB_ALIAS]
    if database not in _opened:
        _opened[database] = type(before)({**before.settings_dict, "NAME": database}, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = _opened[database]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before


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


@contextmanager
def filled(name: str, make: Callable[[], Made], blocker: DjangoDbBlocker) -> Iterator[Made]:
    """For a fixture: another database, as `make` left it; the tests take back what they do.

    The first process that asks makes it for all of them. What is made must be known to `pickle`.
    """
    if name not in _copies:
        with blocker.unblock():
            _copies[name] = _copy_of_filled(name, make)
    database, made = _copies[name]
    with _using(database):
        yield made


def cast_standing(name: str, make: Callable[[], Made]) -> Any:
    """The fixture `standing`: the cast as it stands in the database of this name; ``None`` for a test that commits."""

    @pytest.fixture(name="standing")
    def _standing(
        request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
    ) -> Iterator[Made | None]:
        if _commits(request):
            yield None
        else:
            with filled(name, make, django_db_blocker) as made:
                yield made

    return _standing


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool({"transactional_db", "live_server"} & set(request.fixturenames)) or bool(
        marker and marker.kwargs.get("transaction")
    )


def _copy_of_filled(name: str, make: Callable[[], Made]) -> tuple[str, Made]:
    with _of_the_run(f"filled-{name}") as file:
        if known := file.read():
            original, made = pickle.loads(known)  # noqa: S301  # of another process of this run
        else:
            original = _cloned(name)
            with _using(original):
                made = _make_first(make)
            pickle.dump((original, made), file)
        with _using(original):
            copy = _cloned(WORKER or "copy")
    return copy, made


def _make_first(make: Callable[[], Made]) -> Made:
    cache.clear()
    translation.activate("ja")
    made = make()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")  # what making left behind would slow every later query
    return made


def _cloned(suffix: str) -> str:
    """The name of a copy of the present database, which nobody may use meanwhile."""
    connection.close()
    connection.creation.clone_test_db(suffix=suffix, verbosity=0, autoclobber=True)
    return str(connection.creation.get_test_db_clone_settings(suffix)["NAME"])


def _copies_to_remove() -> list[str]:
    """This process's own; for the last process to end, the originals too."""
    found = [database for database, _made in _copies.values()]
    with _of_the_run("ended") as lines:
        ended = len(lines.read().splitlines()) + 1
        lines.write(f"{WORKER}\n".encode())
    if ended == WORKERS:
        for file in settings.DATA_DIR.glob(f"test-run-{RUN}-filled-*"):
            if made := file.read_bytes():  # else making it failed
                found.append(pickle.loads(made)[0])  # noqa: S301  # of another process of this run
    return found
