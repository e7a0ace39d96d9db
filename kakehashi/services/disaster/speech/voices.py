"""Which program speaks a language, as a file of the installation says. None is set in the beginning.

The file is TOML: a table for each language with the program and its words. The text comes to its standard input in
UTF-8; the WAV goes to the file that stands for ``{out}``, or to its standard output::

    [en]
    command = ["espeak-ng", "-v", "en", "--stdin", "-w", "{out}"]
"""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as Warned


class VoicesError(Exception):
    """The file cannot be used; `str()` says why, in English, for whoever runs the installation."""


@dataclass(frozen=True)
class Voice:
    language: str
    command: tuple[str, ...]

    @property
    def is_there(self) -> bool:
        return shutil.which(self.command[0]) is not None


def read_voices() -> dict[str, Voice]:
    """By language; none where setting DISASTER_SPEECH is empty. Raises ``VoicesError``."""
    if not settings.DISASTER_SPEECH:
        return {}
    try:
        tables = tomllib.loads(Path(settings.DISASTER_SPEECH).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise VoicesError(f"{settings.DISASTER_SPEECH}: {wrong}") from None
    return {language: _voice(language, table) for language, table in tables.items()}


def _voice(language: str, table: Any) -> Voice:
    command = table.get("command") if isinstance(table, dict) else None
    if not isinstance(command, list) or not command or not all(isinstance(word, str) and word for word in command):
        raise VoicesError(f'[{language}] needs command = ["program", "word", …].')
    return Voice(language, tuple(command))


def usable_voices() -> dict[str, Voice]:
    """Those whose program is there. A file that cannot be used sets none: nothing else stands still for it."""
    try:
        return {language: voice for language, voice in read_voices().items() if voice.is_there}
    except VoicesError:
        return {}


def check_voices(**_options: Any) -> list[CheckMessage]:
    """At the start of every command. Only warnings: without voices everything else works."""
    try:
        voices = read_voices()
    except VoicesError as wrong:
        return [Warned(f"KAKEHASHI_SPEECH cannot be used: {wrong}", id="disaster.W001")]
    missing = {voice.command[0]: language for language, voice in voices.items() if not voice.is_there}
    return [
        Warned(f"KAKEHASHI_SPEECH: the program {program!r} of [{language}] is not there.", id="disaster.W002")
        for program, language in missing.items()
    ]
