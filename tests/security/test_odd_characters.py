"""NUL and its like in every address: PostgreSQL takes no NUL in a text, SQLite does, so nobody must hand one on."""

import pytest
from django.test import Client

from kakehashi.foundation.organisations.models import Person
from tests.conftest import SignIn
from tests.house.test_entrances import ADDRESSES
from tests.security.cells import is_action
from tests.security.world import World

# Names that some page reads out of its address.
NAMES = (
    "q", "page", "kind", "year", "view", "step", "office", "service", "fiscal_year", "theme", "country", "action",
    "actor", "thing", "since", "until", "prefecture", "limit", "offset", "next", "paper", "round", "state", "queue",
    "title", "hosts-0-name", "organisation", "day", "text", "code", "lang", "language", "all", "unkept", "number",
)  # fmt: skip


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%EF%BF%BF", "%ED%A0%80", "%F4%8F%BF%BF", "%5C", "%25"])
def test_in_what_an_address_asks_for(world: World, sign_in: SignIn, odd: str) -> None:
    cast = world.cast
    paths = {path.partition("?")[0] for name, path in world.targets if not is_action(name)}
    query = "&".join(f"{name}={odd}" for name in NAMES)
    wrong = []

    for person in (cast.planner, cast.operator, cast.staff):
        client = sign_in(person)
        client.raise_request_exception = False
        for path in sorted(_one_of_each(paths)):
            if client.get(f"{path}?{query}").status_code >= 500:
                wrong.append(f"{path} as {person}")

    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%EF%BF%BF", "%5C", "x" * 500])
def test_in_the_address_itself(world: World, sign_in: SignIn, odd: str) -> None:
    people: list[Person | None] = [None, world.cast.planner]
    wrong = []

    for person in people:
        client = sign_in(person)
        client.raise_request_exception = False
        for address in ADDRESSES.values():
            for value in {value for value in address.arguments.values() if isinstance(value, str)}:
                path = "/".join(odd if part == value else part for part in address.url.split("/"))
                if client.get(path).status_code >= 500 or client.post(path).status_code >= 500:
                    wrong.append(f"{path} as {person}")

    assert "\n".join(wrong) == ""


def _one_of_each(paths: set[str]) -> set[str]:
    """One path of each shape: numbers differ only."""
    shapes = {"/".join("0" if part.isdigit() else part for part in path.split("/")): path for path in sorted(paths)}
    return set(shapes.values())


@pytest.mark.parametrize("path", ["/people/?q=%00", "/%00/", "/organisations/a%00b/", "/search/?q=a%00b"])
def test_a_nul_is_refused_with_all_headers(db: None, path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 400
    assert answer.has_header("Content-Security-Policy")
    assert answer["X-Content-Type-Options"] == "nosniff"
