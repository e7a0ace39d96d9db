"""NUL and its like in every address: PostgreSQL takes no NUL in a text, SQLite does, so nobody must hand one on."""

import pytest
from django.test import Client

from kakehashi.foundation.organisations.models import Person
from tests.conftest import SignIn
from tests.house.test_entrances import ADDRESSES
from tests.security.alike import ACCOUNTS, Target
from tests.security.cells import is_action
from tests.security.world import World

# Names that some page reads out of its address.
NAMES = (
    "q", "page", "kind", "year", "view", "step", "office", "service", "fiscal_year", "theme", "country", "action",
    "actor", "thing", "since", "until", "prefecture", "limit", "offset", "next", "paper", "round", "state", "queue",
    "title", "hosts-0-name", "organisation", "day", "text", "code", "lang", "language", "all", "unkept", "number",
)  # fmt: skip
ODD = "%ED%A0%80%EF%BF%BF%F4%8F%BF%BF%25%5C"  # half a letter, two that are none, and what LIKE has meanings for
LOOKING = ("planner", "operator", "staff")


@pytest.mark.usefixtures("short_refusals")
@pytest.mark.parametrize("odd", ["%00", "a%00b", ODD])
def test_in_what_an_address_asks_for(world: World, groups: list[list[Target]], sign_in: SignIn, odd: str) -> None:
    query = "&".join(f"{name}={odd}" for name in NAMES)
    wrong = []

    for who in LOOKING:
        client = sign_in(world.people[who])
        client.raise_request_exception = False
        for path in sorted(_pages_of(who, world, groups)):
            if client.get(f"{path}?{query}").status_code >= 500:
                wrong.append(f"{path} as {who}")

    assert "\n".join(wrong) == ""


def test_in_what_nowhere_is_asked_for(world: World, sign_in: SignIn) -> None:
    query = "&".join(f"{name}={ODD}" for name in NAMES)

    answer = sign_in(world.people["staff"]).get(f"/nowhere/?{query}")

    assert answer.status_code == 404


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


def _pages_of(who: str, world: World, groups: list[list[Target]]) -> set[str]:
    """One path of each shape (numbers differ only) that they get; the first of all also tries what nobody here gets."""
    found = {path for name, path in world.targets if name.startswith(ACCOUNTS) and not is_action(name)}
    for target in (target for group in groups for target in group):
        if target.row.get and who in (target.row.get.enters.intersection(LOOKING) or LOOKING[:1]):
            found.add(target.path.partition("?")[0])
    shapes = {"/".join("0" if part.isdigit() else part for part in path.split("/")): path for path in sorted(found)}
    return set(shapes.values())


@pytest.mark.parametrize("path", ["/people/?q=%00", "/%00/", "/organisations/a%00b/", "/search/?q=a%00b"])
def test_a_nul_is_refused_with_all_headers(db: None, path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 400
    assert answer.has_header("Content-Security-Policy")
    assert answer["X-Content-Type-Options"] == "nosniff"
