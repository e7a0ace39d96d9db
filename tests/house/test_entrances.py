"""Closed by default: each address is tried by a visitor and by everybody of the cast."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import get_converters

from kakehashi.foundation.access.actors import may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.organisations.models import Person
from tests.cast import Cast
from tests.conftest import SignIn
from tests.house.entrances import ENTRANCES, PUBLIC, SAMPLES, SAMPLES_BY_CONVERTER, SIGNED_IN
from tests.house.sources import ROOT

NOT_FOR_YOU = {403, 404}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    arguments: dict[str, Any]

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=self.arguments)


def _walk(resolver: URLResolver, namespaces: tuple[str, ...] = (), route: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        whole = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*namespaces, *filter(None, [entry.namespace])), whole)
        elif isinstance(entry, URLPattern) and entry.name:  # allauth keeps a few nameless old addresses that redirect
            yield Address(":".join([*namespaces, entry.name]), whole, _arguments(entry))


def _arguments(entry: URLPattern) -> dict[str, Any]:
    names = {type(converter): name for name, converter in get_converters().items()}
    by_kind = {name: SAMPLES_BY_CONVERTER[names[type(kind)]] for name, kind in entry.pattern.converters.items()}
    groups = entry.pattern.regex.groupindex if not by_kind else {}
    return {name: SAMPLES.get(name, by_kind.get(name, "x")) for name in [*by_kind, *groups]}


ADDRESSES = {address.name: address for address in _walk(get_resolver())}


def of_kind(*kinds: object) -> list[str]:
    return sorted(name for name, entrance in ENTRANCES.items() if entrance in kinds and name in ADDRESSES)


def everybody(cast: Cast) -> list[Person]:
    people = [getattr(cast, field.name) for field in fields(cast)]
    return [person for person in people if isinstance(person, Person)]


def test_every_address_is_declared() -> None:
    assert sorted(ADDRESSES) == sorted(ENTRANCES)


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) & set(ENTRANCES)))
def test_a_visitor_is_asked_to_sign_in_unless_the_page_is_public(cast: Cast, sign_in: SignIn, name: str) -> None:
    url = ADDRESSES[name].url
    sign_in_page = f"{resolve_url(settings.LOGIN_URL)}?next="

    answer = sign_in(None).get(url)

    is_asked = answer.status_code == 401 or answer.get("Location", "").startswith(sign_in_page)
    assert is_asked is (ENTRANCES[name] != PUBLIC)


@pytest.mark.parametrize("name", of_kind(SIGNED_IN))
def test_whoever_has_signed_in_may_enter(cast: Cast, sign_in: SignIn, name: str) -> None:
    answers = {person.name_ja: sign_in(person).get(ADDRESSES[name].url).status_code for person in everybody(cast)}

    assert {who: status for who, status in answers.items() if status == 403 or status >= 500} == {}


@pytest.mark.parametrize("name", of_kind(*Permission))
def test_only_who_holds_the_permission_may_enter(cast: Cast, sign_in: SignIn, name: str) -> None:
    address, permission = ADDRESSES[name], ENTRANCES[name]
    wrong = {}

    for person in everybody(cast):
        answer = sign_in(person).get(address.url)
        if answer.status_code == 405:
            answer = sign_in(person).post(address.url)
        is_permitted = may(person, Permission(permission))
        is_in = answer.status_code not in NOT_FOR_YOU
        if is_in != is_permitted and not (is_permitted and address.arguments):  # a sample may not exist
            wrong[person.name_ja] = answer.status_code

    assert wrong == {}


@pytest.mark.parametrize("name", [name for name, entrance in ENTRANCES.items() if str(entrance).endswith(".py")])
def test_what_depends_on_the_thing_is_proven_elsewhere(name: str) -> None:
    path = ROOT / str(ENTRANCES[name])
    begin = ADDRESSES[name].route.partition("<")[0]

    assert path.exists()
    assert name in path.read_text() or begin in path.read_text()
