import copy
import gc
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from kakehashi.foundation.organisations.models import Person
from tests import databases
from tests.cast import Cast, make_cast

SignIn = Callable[[Person | None], Client]
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True, scope="session")
def _closed_network() -> Iterator[None]:
    """No test speaks to anything but this machine."""
    connect = socket.socket.connect

    def _connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in THIS_MACHINE:
            raise RuntimeError(f"no network in tests: {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Instead of pytest-django's, which migrates in every process."""
    with django_db_blocker.unblock(), databases.prepared():
        yield


@pytest.fixture(autouse=True)
def _japanese() -> None:
    """Every test begins in Japanese."""
    translation.activate("ja")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with-database", action="store_true", help="only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Which database a test stands in is settled before its transaction begins."""
    if config.getoption("with_database"):
        config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
        items[:] = [item for item in items if _uses_database(item)]
    for item in items:
        names = item.fixturenames if isinstance(item, pytest.Function) else []
        if "standing" in names:
            names.remove("standing")
            names.insert(0, "standing")


def _uses_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: it need not be searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


standing = databases.cast_standing("cast", make_cast)


@pytest.fixture
def cast(standing: Cast | None, db: None) -> Cast:
    """The people and organisations everyone knows."""
    cache.clear()
    return copy.deepcopy(standing) or make_cast()


@pytest.fixture
def sign_in() -> SignIn:
    """A browser session of this person; of a visitor for ``None``."""

    def _client(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            assert person.user is not None
            client.force_login(person.user)
        return client

    return _client
