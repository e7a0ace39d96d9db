"""Closed by default: each address is tried by a visitor and by everybody of the cast."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import get_converters

from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.house.entrances import ENTRANCES, PUBLIC, SAMPLES, SAMPLES_BY_CONVERTER, SIGNED_IN
from tests.house.sources import ROOT
from tests.security.cells import CELLS


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    arguments: dict[str, Any]

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=self.arguments)


def _walk(resolver: URLResolver, above: tuple[URLResolver, ...] = ()) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*above, entry))
        elif isinstance(entry, URLPattern) and entry.name:  # allauth keeps a few nameless old addresses that redirect
            way: tuple[URLPattern | URLResolver, ...] = (*above, entry)
            yield Address(
                name=":".join([*filter(None, (part.namespace for part in above)), entry.name]),
                route="".join(str(part.pattern) for part in way),
                arguments={name: value for part in way for name, value in _arguments(part).items()},
            )


def _arguments(part: URLPattern | URLResolver) -> dict[str, Any]:
    kinds = {type(converter): name for name, converter in get_converters().items()}
    by_kind = {
        name: SAMPLES_BY_CONVERTER[kinds[type(converter)]] for name, converter in part.pattern.converters.items()
    }
    groups = part.pattern.regex.groupindex if not by_kind else {}
    return {name: SAMPLES.get(name, by_kind.get(name, "x")) for name in [*by_kind, *groups]}


ADDRESSES = {address.name: address for address in _walk(get_resolver())}


def everybody(cast: Cast) -> list[Person]:
    people = [getattr(cast, field.name) for field in fields(cast)]
    return [person for person in people if isinstance(person, Person)]


def test_every_address_is_declared() -> None:
    assert sorted(ADDRESSES) == sorted(ENTRANCES)


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in_unless_the_page_is_public() -> None:
    sign_in_page = f"{resolve_url(settings.LOGIN_URL)}?next="
    wrong = {}

    for name in sorted(set(ADDRESSES) & set(ENTRANCES)):
        answer = Client().get(ADDRESSES[name].url)
        is_asked = answer.get("Location", "").startswith(sign_in_page)
        is_public = ENTRANCES[name] == PUBLIC or (name in CELLS and CELLS[name].is_public)
        if is_asked is is_public or answer.status_code >= 500:
            wrong[name] = answer.status_code

    assert wrong == {}


def test_whoever_has_signed_in_has_an_account(cast: Cast, sign_in: SignIn) -> None:
    """What allauth draws is the same for every role; all other pages: `tests.security.test_matrix`."""
    names = [name for name in ADDRESSES if ":" not in name and ENTRANCES[name] == SIGNED_IN]
    wrong = {}

    for person in everybody(cast):
        client = sign_in(person)
        for name in names:
            answer = client.get(ADDRESSES[name].url)
            if answer.status_code == 403 or answer.status_code >= 500:
                wrong[f"{name} as {person.name_ja}"] = answer.status_code

    assert wrong == {}
    assert names != []


def test_what_depends_on_the_thing_is_proven_elsewhere() -> None:
    unproven = {
        name: folder
        for name, folder in ENTRANCES.items()
        if str(folder).startswith("tests/") and name in ADDRESSES and not _is_visited(ADDRESSES[name], ROOT / folder)
    }

    assert unproven == {}


def _is_visited(address: Address, folder: Path) -> bool:
    """Whether a test of the folder asks for the address, by name or by path."""
    path = r"[^/\"']+".join(re.escape(part) for part in re.split(r"<[^>]+>", address.route))
    words = re.compile(rf"\b{re.escape(address.name)}\b|{path}")
    return any(words.search(test.read_text()) for test in folder.rglob("*.py"))
