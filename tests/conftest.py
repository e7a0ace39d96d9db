from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast, make_cast

SignIn = Callable[[Person | None], Client]


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
