"""A number beyond what a database counts, in any address, is nobody's: not found, and no error of the server."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.test_entrances import ADDRESSES
from tests.security.world import World

GREAT = 10**20
NUMBERED = {
    name: address.arguments
    for name, address in sorted(ADDRESSES.items())
    if any(isinstance(value, int) for value in address.arguments.values())
}


@pytest.mark.usefixtures("short_refusals")
@pytest.mark.parametrize("who", ["officer", "calls_officer", "reviewer", "staff"])
def test_no_address_fails_for_a_great_number(who: str, world: World) -> None:
    client = Client(raise_request_exception=False)
    person = world.people[who]
    assert person is not None and person.user is not None
    client.force_login(person.user)

    failed = []
    for name, arguments in NUMBERED.items():
        for key in [key for key, value in arguments.items() if isinstance(value, int)]:
            path = reverse(name, kwargs=arguments | {key: GREAT})
            found = {client.get(path).status_code, client.post(path, {}).status_code}
            failed += [path] if max(found) >= 500 else []

    assert (len(NUMBERED) > 100, failed) == (True, [])
