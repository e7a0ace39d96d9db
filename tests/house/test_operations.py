"""Every write passes the gate and names its actor."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import Function, functions, module_name, modules, tree

GATES = {"act", "make_move"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def rooms() -> dict[str, list[Path]]:
    """The modules of each `operations`, by its full name."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in modules("kakehashi"):
        name = module_name(path)
        if "operations" in name.split("."):
            found[name[: name.index(".operations")] + ".operations"].append(path)
    return found


def operations_of(room: str, paths: list[Path]) -> list[Function]:
    """What writes, or acts for somebody, and is used from outside the room; in a room of one file: is public."""
    used = None if len(paths) == 1 else _used_outside(room)
    writing = reaching(WRITES | GATES, paths)
    return [
        node
        for path in paths
        for node in tree(path).body
        if isinstance(node, Function)
        and not node.name.startswith(("_", "is_", "may_", "has_"))
        and (used is None or node.name in used)
        and (node.name in writing or "by" in [arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]])
    ]


@cache
def _used_outside(room: str) -> set[str]:
    used: set[str] = set()
    for path in modules("kakehashi"):
        if module_name(path).startswith(room):
            continue
        nodes = list(ast.walk(tree(path)))
        imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and _reaches(node, room)]
        used |= {alias.name for node in imports for alias in node.names}
        aliases = {alias.asname or alias.name for node in imports for alias in node.names}
        used |= {
            node.attr
            for node in nodes
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
        }
    return used


def _reaches(node: ast.ImportFrom, room: str) -> bool:
    module = node.module or ""
    return module.startswith(room) or any(f"{module}.{alias.name}" == room for alias in node.names)


def reaching(targets: set[str], paths: list[Path]) -> set[str]:
    """Functions of the room that call one of these, themselves or through another of the room."""
    calls = {node.name: _called(node) for path in paths for node in functions(path)}
    known = set(targets)
    while more := {name for name, called in calls.items() if name not in known and called & known}:
        known |= more
    return known


def _called(node: Function) -> set[str]:
    targets = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "") for target in targets}


@pytest.mark.parametrize(("room", "paths"), rooms().items(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_operation_names_its_actor(room: str, paths: list[Path]) -> None:
    nameless = [
        node.name for node in operations_of(room, paths) if "by" not in [arg.arg for arg in node.args.kwonlyargs]
    ]

    assert nameless == []


@pytest.mark.parametrize(("room", "paths"), rooms().items(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_operation_passes_the_gate(room: str, paths: list[Path]) -> None:
    passing = reaching(GATES, paths)

    assert [node.name for node in operations_of(room, paths) if node.name not in passing] == []


def test_there_are_operations_to_test() -> None:
    assert [room for room, paths in rooms().items() if not operations_of(room, paths)] == []
