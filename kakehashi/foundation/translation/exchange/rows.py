"""What stands in a file, whatever its format."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LARGEST = 2 * 1024 * 1024  # bytes
MOST = 5_000  # texts
_MARK = re.compile(r"version=(\d{1,6}) source=([0-9a-f]{0,16})")


class FileError(ValueError):
    """The file cannot be taken in; the message is the sentence to show."""


@dataclass(frozen=True)
class Row:
    """One text. `source`: the pivot's words, `japanese` those of Japanese; `version` 0 where nothing is said yet.

    `meaning` names what the source said when the file was written, so that an older file is known when it comes back.
    """

    key: str
    source: str
    japanese: str
    note: str
    body: str
    status: str
    version: int
    meaning: str

    @property
    def mark(self) -> str:
        return f"version={self.version} source={self.meaning}"


@dataclass(frozen=True)
class Outgoing:
    """A file to write."""

    language: str
    source_language: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Incoming:
    """One text of a file that came in; version and meaning None where the tool lost them."""

    key: str
    body: str
    version: int | None
    meaning: str | None


@dataclass(frozen=True)
class Returned:
    """A file that came in. `language`: "" where it does not say."""

    language: str
    texts: Sequence[Incoming]


def read_mark(text: str) -> tuple[int | None, str | None]:
    found = _MARK.search(text)
    return (int(found[1]), found[2]) if found else (None, None)
