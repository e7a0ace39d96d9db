"""Role by thing: every address, everybody, reading and sending, for things of one's own and of others.

`tests.security.cells` declares who gets what; an address without a line there or in `tests.house.entrances` fails,
and so does a role that nobody of the matrix holds.
"""

import functools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve

from kakehashi.engines.calls.models import Application
from kakehashi.engines.cases.models import Case, Item, Precedent
from kakehashi.engines.cases.operations import moves
from kakehashi.foundation.access.choices import ROLES, Permission
from kakehashi.foundation.access.models import RoleHeld
from tests.conftest import SignIn
from tests.house.entrances import ENTRANCES, PUBLIC, SIGNED_IN
from tests.house.test_entrances import ADDRESSES
from tests.security import cells, declaring
from tests.security.cells import ACTIONS, CELLS, MOVES
from tests.security.declaring import (
    EVERYBODY,
    HOLDERS,
    SIGN_IN,
    STRANGERS,
    VISITOR,
    Cell,
    action,
    only,
    open_page,
    page,
)
from tests.security.world import World

# Guarded by the state of the sign-in, not by roles; `tests.house.test_entrances` tries them as everybody.
ACCOUNTS = ("account", "mfa_", "usersessions", "saml_", "openid", "socialaccount", "set_language")
# Which cases tell something about an address; the others would only repeat it.
STEPS = {
    "cases:move": {"draft", "submitted", "of another city"},
    "cases:item": {"arranging", "closed"},
    "cases:item_move": {"arranging", "closed"},
    "cases:itinerary_pdf": {"arranging"},
    "cases:letter": {"awaiting_letter"},
    "cases:letter_image": {"awaiting_letter"},
    "cases:letter_pdf": {"awaiting_letter"},
    "cases:letter_edit": {"awaiting_letter"},
    "cases:letter_issue": {"awaiting_letter"},
    "cases:letter_discard": {"awaiting_letter"},
    "cases:approval": {"awaiting_letter"},
    "cases:approval_image": {"awaiting_letter"},
    "cases:approval_pdf": {"awaiting_letter"},
    "cases:approval_decide": {"awaiting_letter"},
    "cases:approval_remind": {"awaiting_letter"},
    "cases:approval_take_back": {"awaiting_letter"},
    "cases:link_remove": {"submitted"},
    "cases:check_remove": {"awaiting_letter"},
    "cases:paper": {"visited", "following_up"},
    "cases:paper_check": {"visited", "following_up"},
}
IS_OF_CASE = re.compile(r"/cases/[0-9]+/")
_resolved = functools.cache(resolve)
USUAL = {"draft", "submitted", "needs_detail", "ready", "closed", "withdrawn unsent", "of another city"}


def cell_of(name: str) -> Cell | None:
    if name in CELLS:
        return CELLS[name]
    entrance, kind = ENTRANCES.get(name), action if name in ACTIONS else page
    if entrance == PUBLIC:
        return open_page(only(*EVERYBODY, VISITOR))
    if entrance == SIGNED_IN:
        return kind(only(*EVERYBODY))
    return kind(only(*HOLDERS[entrance])) if isinstance(entrance, Permission) else None


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


@pytest.mark.parametrize("who", sorted(EVERYBODY | {VISITOR}))
def test_everybody_gets_what_is_declared(world: World, sign_in: SignIn, who: str) -> None:
    assert "\n".join(_deviations(world, sign_in(world.people[who]), who)) == ""


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


def _deviations(world: World, client: Client, who: str) -> Iterator[str]:
    """Where the answer is not the declared one: what came, what was expected."""
    tried = set()
    cases = Case.objects.select_related("office", "applicant").in_bulk()  # as they stay: what is sent is taken back
    for name, path in world.targets:
        cell = None if name.startswith(ACCOUNTS) else cell_of(name)
        if cell is None or not _is_telling(world, name, path, who):
            continue
        for method in ("get", "post"):
            if method == "get" and cell.get is None and name in tried:
                continue  # refused before it is known which thing is meant
            tried.add(name)
            thing = _thing(path, cases)
            expected = cell.expected(method, who, thing, _resolved(path).kwargs)
            got = _asked(client, method, path, _sent(path, thing, world) if method == "post" else None)
            if got not in expected:
                yield f"{got} instead of {sorted(expected)}: {method} {name} {path} {_step(path)} as {who}"


def _asked(client: Client, method: str, path: str, sent: dict[str, Any] | None) -> int:
    """The answer's kind; what it did is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(path, sent)
        transaction.set_rollback(True)
    status: int = answer.status_code
    if status == 401 or answer.get("Location", "").startswith("/accounts/login/"):
        return SIGN_IN
    return declaring.IN if status in {200, 201, 204, 302, 303, 400, 409, 410, 422} else status


def _sent(path: str, thing: Application | Case | Precedent | None, world: World) -> dict[str, Any]:
    """A form that would be taken, if it may."""
    code = _resolved(path).kwargs.get("code", "")
    is_of_london = isinstance(thing, Case) and thing.office.code == "office-london"
    sent = {
        f"{code}-note": "理由",
        "note": "理由",
        "from": "failed",
        "body": "連絡",
        "lead": (world.cast.london_staff if is_of_london else world.cast.staff).pk,
        "_revision": 1,
        "title": "面会",
    }
    return sent | ({"file": SimpleUploadedFile("a.txt", b"text")} if path.endswith("/files/") else {})


def _thing(path: str, cases: dict[int, Case]) -> Application | Case | Precedent | None:
    found = _resolved(path)
    if found.view_name.startswith("calls:"):
        return Application.objects.select_related("applicant").filter(pk=found.kwargs.get("pk")).first()
    if found.view_name.startswith("cases:precedent") and found.view_name != "cases:precedent_draft":
        return Precedent.objects.filter(pk=found.kwargs.get("pk")).first()
    if IS_OF_CASE.match(path):
        return cases[found.kwargs["pk"]]
    return None


def _is_telling(world: World, name: str, path: str, who: str) -> bool:
    if not IS_OF_CASE.match(path):
        return True
    steps = STEPS.get(name, USUAL)
    if who in STRANGERS:  # to whom all cases are the same, but not the one of the other city
        steps = {*sorted(steps - {"of another city"})[:2], *(steps & {"of another city"})}
    return _resolved(path).kwargs["pk"] in {world.cases[step].pk for step in steps}


def _step(path: str) -> str:
    found = _resolved(path)
    if found.view_name == "cases:item_move":
        return Item.objects.get(pk=found.kwargs["item_pk"]).step
    if IS_OF_CASE.match(path):
        return Case.objects.get(pk=found.kwargs["pk"]).step
    return ""
