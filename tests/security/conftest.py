"""The world is made once for all tests of a run; each test gets it as it was made."""

import copy
import logging
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from pytest_django import DjangoDbBlocker

from tests.cast import make_cast
from tests.databases import filled
from tests.security.alike import Target, alike
from tests.security.declaring import NOWHERE, REFUSED
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


@pytest.fixture(scope="module")
def groups(_made: World, django_db_blocker: DjangoDbBlocker) -> list[list[Target]]:
    with django_db_blocker.unblock():
        return alike(_made)


@pytest.fixture
def short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where most answers are refusals, and only their number matters: the whole pages are most of the time."""
    for status in (REFUSED, NOWHERE):
        monkeypatch.setattr(f"config.urls.handler{status}", _only(status), raising=False)


def _only(status: int) -> Callable[[HttpRequest, Exception], HttpResponse]:
    return lambda _request, exception: HttpResponse(status=status)
