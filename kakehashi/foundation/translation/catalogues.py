"""The gettext catalogues of the interface: read, compared with the code, compiled, without GNU gettext."""

import os
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings

from kakehashi.foundation.translation.messages import Message, messages_in

HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
    "Language": "en",
}
Key = tuple[str | None, str]


def compile_all(root: Path) -> int:
    """Compile what is newer than its .mo; another process may be reading, so each file is replaced at once.

    Returns how many were compiled.
    """
    compiled = 0
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        scratch = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(scratch))
        scratch.replace(target)
        compiled += 1
    return compiled


def own_apps(labels: list[str]) -> dict[str, Path]:
    """Label → directory of our apps (all, or those named)."""
    root = Path(settings.BASE_DIR) / "kakehashi"
    found = {config.label: Path(config.path) for config in apps.get_app_configs() if root in Path(config.path).parents}
    return {label: found[label] for label in labels} if labels else found


def english_of(directory: Path) -> Path:
    return directory / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(path: Path) -> polib.POFile:
    """The catalogue, or a new empty one."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = dict(HEADER)
    return catalogue


def update(directory: Path) -> bool:
    """Bring an app's English catalogue in step with its code: new sentences empty, unused ones gone."""
    path = english_of(directory)
    old = read(path)
    known: dict[Key, polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.metadata = old.metadata or dict(HEADER)
    for message in messages_in(directory):
        entry = known.get(message.key)
        if entry is None or (message.plural and entry.msgid_plural != message.plural):
            entry = _empty(message)
        new.append(entry)
    if str(new) == str(old) or not (new or path.exists()):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return True


def _empty(message: Message) -> polib.POEntry:
    if message.plural:
        return polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgstr_plural={0: "", 1: ""},
            msgctxt=message.context,
        )
    return polib.POEntry(msgid=message.text, msgctxt=message.context)


def translated(catalogue: polib.POFile) -> dict[Key, str]:
    """What is really translated (a fuzzy entry is not)."""
    return {(entry.msgctxt, entry.msgid): _english(entry) for entry in catalogue if entry.translated()}


def _english(entry: polib.POEntry) -> str:
    return entry.msgstr or " | ".join(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural))


def faults(directories: dict[str, Path]) -> list[str]:
    """Every sentence without English, every entry nobody uses, and every sentence two apps translate differently.

    (Of the latter only one would ever be shown: catalogues of all apps are merged.)
    """
    lines: list[str] = []
    said: dict[Key, tuple[str, str]] = {}
    for label, directory in directories.items():
        catalogue = read(english_of(directory))
        done = translated(catalogue)
        wanted = {message.key for message in messages_in(directory)}
        listed = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
        lines += [f"{label}: missing: {text}" for _context, text in sorted(wanted - done.keys(), key=str)]
        lines += [f"{label}: unused: {text}" for _context, text in sorted(listed - wanted, key=str)]
        for key, english in done.items():
            other, before = said.setdefault(key, (label, english))
            if before != english:
                lines.append(f"{label}: differs from {other}: {key[1]}: {english} / {before}")
    return lines
