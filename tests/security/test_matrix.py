"""Role by thing: every address, everybody, reading and sending, for things of one's own and of others.

`tests.security.cells` declares who gets what; an address without a line there or in `tests.house.entrances` fails,
and so does a role that nobody of the matrix holds.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from kakehashi.engines.cases.operations import moves
from kakehashi.foundation.access.choices import ROLES
from kakehashi.foundation.access.models import RoleHeld
from tests.conftest import SignIn
from tests.house.test_entrances import ADDRESSES
from tests.security import cells, declaring
from tests.security.alike import ACCOUNTS, Target, cell_of
from tests.security.cells import CELLS, MOVES
from tests.security.declaring import EVERYBODY, NOWHERE, REFUSED, SIGN_IN, VISITOR
from tests.security.world import World

ROWS = sorted(EVERYBODY | {VISITOR})
OTHERS = 2  # of an address: somebody else's thing, the neighbour's


def test_every_address_is_declared() -> None:
    names = {name for name in ADDRESSES if not name.startswith(ACCOUNTS)}

    assert sorted(name for name in names if cell_of(name) is None) == []
    assert sorted(set(CELLS) - names) == []


def test_every_move_is_declared() -> None:
    assert sorted(MOVES) == sorted(moves.MOVES)


def test_every_role_is_tried(world: World) -> None:
    held = set(RoleHeld.objects.filter(person__in=filter(None, world.people.values())).values_list("role", flat=True))

    assert set(ROLES) == held
    assert set(world.people) == EVERYBODY | {VISITOR}
    assert len(EVERYBODY) >= 12


@pytest.mark.parametrize("who", ROWS)
def test_a_refusal_is_a_whole_page(world: World, sign_in: SignIn, who: str) -> None:
    page = sign_in(world.people[who]).get("/nowhere/")

    assert (page.status_code, "ページが見つかりません" in page.content.decode()) == (NOWHERE, True)


@pytest.mark.usefixtures("short_refusals")
@pytest.mark.parametrize("who", ROWS)
def test_everybody_gets_what_is_declared(world: World, groups: list[list[Target]], sign_in: SignIn, who: str) -> None:
    """Of the things for which all the same is declared one is tried, at each address and by each role another."""
    turn = ROWS.index(who)
    targets = [group[(turn + number) % len(group)] for number, group in enumerate(groups)]
    random.Random(turn).shuffle(targets)  # noqa: S311  # to be repeatable, not secret; `_asks` takes the first

    found = _deviations(world, targets, sign_in(world.people[who]), who)

    assert "\n".join(found) == ""


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_list_holds_what_they_may_open(world: World, sign_in: SignIn, who: str) -> None:
    """By list, export, search, home and API as by page."""
    for number, case in enumerate(world.cases.values()):
        case.title = f"某市の用事{number}号"
        case.save()
    client = sign_in(world.people[who])
    pages = ["/cases/?view=all", "/cases/export.csv?view=all", "/home/", "/api/v1/precedents", "/notices/"]
    pages += ["/search/?q=某市の用事", "/cases/precedents/", "/cases/precedents/feed.xml"]

    shown = "".join(client.get(one).getvalue().decode() for one in pages)
    by_api = {row["title"] for row in json.loads(client.get("/api/v1/cases?limit=100").content)["items"]}

    titles = {case.title for case in world.cases.values()}
    theirs = {case.title for case in world.cases.values() if who in cells.sees(case)}
    assert by_api & titles == theirs
    assert {title for title in titles if title in shown} <= theirs


def _deviations(world: World, targets: list[Target], client: Client, who: str) -> Iterator[str]:
    """Where the answer is not the declared one: what came, what was expected."""
    for target, method, expected in _requests(targets, who):
        got = _asked(client, method, target.path, _sent(target, world) if method == "post" else None)
        if got not in expected:
            where = f"{method} {target.name} {target.path} {target.step} as {who}"
            yield f"{got} instead of {sorted(expected)}: {where}"


def _requests(targets: list[Target], who: str) -> Iterator[tuple[Target, str, set[int]]]:
    """What this role tries: all it may, and at each address things of two others who are hidden from it differently."""
    tried = set()
    hidden: Counter[object] = Counter()
    for target in targets:
        for method in ("get", "post"):
            expected = target.row.expected(method, who)
            asks = _asks(target, method, expected)
            is_hidden, address = expected == {NOWHERE}, (target.name, method)
            if asks is None or asks in tried or (is_hidden and hidden[address] == OTHERS):
                continue
            tried.add(asks)
            hidden[address] += is_hidden
            yield target, method, expected


def _asks(target: Target, method: str, expected: set[int]) -> tuple[object, ...] | None:
    """What the answer hangs on: of the targets for which this is the same one role tries one; ``None``: on nothing."""
    declared = target.row.get if method == "get" else target.row.post
    if declared is None:  # settled before it is known which thing is meant
        return None if {declaring.IN, declaring.NO_SUCH_METHOD} <= expected else (target.name, method)
    if expected == {NOWHERE}:  # settled before it is known which move, paper … of the thing is meant
        return target.name, method, frozenset(declared.enters | (declared.sees or set()))
    if expected == {REFUSED}:  # settled by the role, for this move
        return target.name, method, target.code
    return target.path, method


def _asked(client: Client, method: str, path: str, sent: dict[str, Any] | None) -> int:
    """The answer's kind; what it did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path, sent)
        transaction.set_rollback(True)
    status: int = answer.status_code
    if status == 401 or answer.get("Location", "").startswith("/accounts/login/"):
        return SIGN_IN
    return declaring.IN if status in {200, 201, 204, 302, 303, 400, 409, 410, 422} else status


def _sent(target: Target, world: World) -> dict[str, Any]:
    """A form that would be taken, if it may."""
    sent = {
        f"{target.code}-note": "理由",
        "note": "理由",
        "from": "failed",
        "body": "連絡",
        "lead": (world.cast.london_staff if target.is_of_london else world.cast.staff).pk,
        "_revision": 1,
        "title": "面会",
    }
    is_file = target.path.endswith("/files/")
    return sent | ({"file": SimpleUploadedFile("a.txt", b"text")} if is_file else {})
