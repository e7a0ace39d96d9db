"""The repository as its own tests read it."""

import ast
import functools
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def files() -> tuple[Path, ...]:
    """Everything that is or could be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted(path for name in set(names) if name and (path := ROOT / name).is_file()))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    """Python modules below these folders, migrations excepted."""
    places = tuple(ROOT / folder for folder in folders)
    return [
        path
        for path in files()
        if path.suffix == ".py" and "migrations" not in path.parts and any(place in path.parents for place in places)
    ]


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=name_of(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def templates() -> list[Path]:
    return [path for path in files() if "templates" in path.parts and path.suffix in {".html", ".txt", ".typ"}]


def template_name(path: Path) -> str:
    """As ``{% include %}`` writes it."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@functools.cache
def layers(contract: str) -> tuple[str, ...]:
    """The layers of an import contract, lowest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = {entry["name"]: entry for entry in settings["tool"]["importlinter"]["contracts"]}
    return tuple(reversed(contracts[contract]["layers"]))
