"""Bringing an installation up to date: what is missing is made, what is there is left alone.

Every step first asks whether it has anything to do, so a second start costs next to nothing. What cannot be seen from
the outside is remembered in `installed.json` in the data folder, by database.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Commands that load what every installation needs, in this order; each may be run again at any time.
REFERENCE_DATA = (
    "load_reference",
    "load_languages",
    "load_glossary",
    "load_disaster",
    "load_plan",
    "load_case_kinds",
    "load_schemes",
)
DEMONSTRATION = "load_demonstration"


class Say(Protocol):
    """Hears what is going on; a line may come in two parts."""

    def __call__(self, text: str, ending: str = "\n") -> None: ...


class OtherKindError(Exception):
    """The data is of the other kind (demonstration, or a year of one's own); the message says what to do."""


@dataclass
class Memory:
    """What was done to this installation: a fingerprint by name."""

    path: Path
    done: dict[str, str]

    @classmethod
    def read(cls) -> "Memory":
        path = Path(settings.DATA_DIR) / "installed.json"
        try:
            return cls(path, json.loads(path.read_text()))
        except (FileNotFoundError, ValueError):
            return cls(path, {})

    def knows(self, name: str, fingerprint: str) -> bool:
        return self.done.get(name) == fingerprint

    def note(self, name: str, fingerprint: str) -> None:
        if self.knows(name, fingerprint):
            return
        self.done[name] = fingerprint
        self.path.write_text(json.dumps(self.done, indent=1, sort_keys=True))

    def forget(self, prefix: str) -> None:
        self.done = {name: value for name, value in self.done.items() if not name.startswith(prefix)}


def fingerprint(files: Iterable[Path]) -> str:
    """Changes when a file is added, removed, or written."""
    facts = [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in sorted(files) if path.is_file()]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def bring_up_to_date(say: Say) -> None:
    """All steps in their order; `say` hears one line for each step that had something to do."""
    memory = Memory.read()
    _refuse_other_kind(memory)
    for step in (_compile_messages, _make_tables, _load_data, _collect_static):
        step(memory, say)


_OTHER_KIND = {
    "demonstration": "{folder} には実演年度が入っています。自分の年度は、--data で別のフォルダーを指定してください。"
    " / holds the demonstration year; start your own elsewhere: --empty --data DIR",
    "own": "{folder} には自分の年度が入っています。--empty を付けるか、--data で別のフォルダーを指定してください。"
    " / holds a year of your own; add --empty, or choose another folder: --data DIR",
}


def _refuse_other_kind(memory: Memory) -> None:
    """A demonstration is never loaded over somebody's own year, nor its people let into one."""
    wanted = "demonstration" if settings.DEMONSTRATION else "own"
    found = memory.done.get(f"{_database()}:kind", wanted)
    if found != wanted and connection.introspection.table_names():
        raise OtherKindError(_OTHER_KIND[found].format(folder=settings.DATA_DIR))
    memory.note(f"{_database()}:kind", wanted)


def _compile_messages(memory: Memory, say: Say) -> None:
    sources = list((settings.BASE_DIR / "kakehashi").glob("**/locale/*/LC_MESSAGES/*.po"))
    if any(not _is_newer(source.with_suffix(".mo"), source) for source in sources):
        _run(say, "画面の言葉 / interface texts", "compile_messages")


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _make_tables(memory: Memory, say: Say) -> None:
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:  # a new database under an old name
        memory.forget(f"{_database()}:load_")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _run(say, "データベースの表 / tables", "migrate", interactive=False)
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        _run(say, "一時保存の表 / cache table", "createcachetable")


def _load_data(memory: Memory, say: Say) -> None:
    loaded = [name for name in REFERENCE_DATA if _load(name, memory, say)]
    if settings.DEMONSTRATION:
        name = f"{_database()}:{DEMONSTRATION}"
        if not memory.knows(name, "once"):  # people work in it afterwards: never loaded over
            _run(say, "実演年度(平成24年度) / demonstration year", DEMONSTRATION)
            memory.note(name, "once")
            loaded.append(DEMONSTRATION)
    if loaded:
        _run(say, "検索の索引 / search index", "rebuild_search")


def _load(command: str, memory: Memory, say: Say) -> bool:
    """Run the command when its app (code or data) has changed since; whether it ran."""
    app = str(get_commands()[command])
    folder = Path(apps.get_app_config(app.rpartition(".")[2]).path)
    files = [*folder.glob("**/*.py"), *folder.glob("**/data/**/*")]
    name, wanted = f"{_database()}:{command}", fingerprint(files)
    if memory.knows(name, wanted):
        return False
    _run(say, f"基礎データ / reference data ({command})", command)
    memory.note(name, wanted)
    return True


def _collect_static(memory: Memory, say: Say) -> None:
    own = (settings.BASE_DIR / "kakehashi").glob("**/static/**/*")
    wanted = fingerprint([*own, *(settings.BASE_DIR / "requirements").glob("*.txt")])
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not (manifest.exists() and memory.knows("static", wanted)):
        _run(say, "画面の部品 / static files", "collectstatic", interactive=False, verbosity=0)
        memory.note("static", wanted)


def _run(say: Say, label: str, command: str, **options: Any) -> None:
    say(f"  {label} … ", ending="")
    began = time.monotonic()
    call_command(command, **{"stdout": StringIO(), "verbosity": 0, **options})
    say(f"{time.monotonic() - began:.1f} s")


def _database() -> str:
    return database_name(connection.vendor, connection.settings_dict)


def database_name(vendor: str, values: Mapping[str, Any]) -> str:
    """Which database, without its password."""
    return f"{vendor}:{values['HOST']}:{values['PORT']}:{values['NAME']}"
