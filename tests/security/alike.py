"""Which things tell something about an address: of those for whom all the same is declared, one speaks for all."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import resolve

from kakehashi.engines.calls.models import Application
from kakehashi.engines.cases.models import Case, Precedent
from kakehashi.foundation.access.choices import Permission
from kakehashi.services.disaster.models import Bulletin, JmaMessage
from tests.house.entrances import ENTRANCES, PUBLIC, SIGNED_IN
from tests.security import world_jet
from tests.security.cells import ACTIONS, CELLS
from tests.security.declaring import EVERYBODY, HOLDERS, VISITOR, Cell, Row, action, only, open_page, page
from tests.security.world import World

# Guarded by the state of the sign-in, not by roles; `tests.house.test_entrances` tries them as everybody.
ACCOUNTS = ("account", "mfa_", "usersessions", "saml_", "openid", "socialaccount", "set_language")
IS_OF_CASE = re.compile(r"/cases/[0-9]+/")


@dataclass(frozen=True)
class Target:
    """An address with a thing behind it, and who gets it."""

    name: str
    path: str
    code: str  # of the move, where it is one
    is_of_london: bool
    step: str  # at which the thing stands; empty without one
    row: Row


def cell_of(name: str) -> Cell | None:
    if name in CELLS:
        return CELLS[name]
    entrance, kind = ENTRANCES.get(name), action if name in ACTIONS else page
    if entrance == PUBLIC:
        return open_page(only(*EVERYBODY, VISITOR))
    if entrance == SIGNED_IN:
        return kind(only(*EVERYBODY))
    return kind(only(*HOLDERS[entrance])) if isinstance(entrance, Permission) else None


def alike(world: World) -> list[list[Target]]:
    """The targets of the world; together those of one address (and move, paper, side …) and the same row."""
    found: dict[Any, list[Target]] = defaultdict(list)
    cases = Case.objects.select_related("office", "applicant").in_bulk()
    applications = Application.objects.select_related("applicant", "call").in_bulk()
    for target, which in _targets(world, cases, applications):
        found[target.name, which, target.row.key].append(target)
    return list(found.values())


def _targets(
    world: World, cases: dict[int, Case], applications: dict[int, Application]
) -> Iterator[tuple[Target, tuple[Any, ...]]]:
    """With what the address says besides the thing."""
    for name, path in world.targets:
        cell = None if name.startswith(ACCOUNTS) else cell_of(name)
        if cell is None:
            continue
        arguments = resolve(path).kwargs
        thing: Any = None
        if name.startswith("calls:"):
            thing = applications.get(arguments.get("pk", 0))
        elif name.startswith("disaster:bulletin"):
            thing = Bulletin.objects.filter(pk=arguments.get("pk")).first()
        elif name.startswith("disaster:jma"):
            thing = JmaMessage.objects.filter(pk=arguments.get("pk")).first()
        elif name.startswith("jet:"):
            thing = world_jet.thing(name, arguments)
        elif name.startswith("cases:precedent") and name != "cases:precedent_draft":
            thing = Precedent.objects.filter(pk=arguments.get("pk")).first()
        elif IS_OF_CASE.match(path):
            thing = cases[arguments["pk"]]
        yield (
            Target(
                name,
                path,
                code=arguments.get("code", ""),
                is_of_london=isinstance(thing, Case) and thing.office.code == "office-london",
                step=getattr(thing, "step", ""),
                row=cell.row(thing, arguments),
            ),
            tuple(value for key, value in sorted(arguments.items()) if not key.endswith("pk")),
        )
