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


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and organisations everyone knows."""
    cache.clear()
    return make_cast()


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
