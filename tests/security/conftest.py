"""The world is made once for all tests of a run; each test gets it as it was made."""

import copy
import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.cast import make_cast
from tests.databases import filled
from tests.security.world import World, make_world


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with filled("world", lambda: make_world(make_cast()), django_db_blocker) as world:
        yield world


@pytest.fixture
def world(_made: World, db: None) -> Iterator[World]:
    cache.clear()
    logging.disable(logging.CRITICAL)  # thousands of answers in the 400s
    yield copy.deepcopy(_made)
    logging.disable(logging.NOTSET)
