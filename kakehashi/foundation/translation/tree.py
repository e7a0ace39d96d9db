"""Which language is translated from which: Japanese → やさしい日本語 → the others."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from kakehashi.foundation.translation.models import Language


class Said(Protocol):
    """As much of a text as staleness asks for."""

    language_id: str
    meaning: str
    follows: str
    is_standing: bool


@dataclass(frozen=True)
class Tree:
    """`parents`: language code → the code it follows, or None for the root."""

    parents: Mapping[str, str | None]

    def ancestors(self, language: str) -> list[str]:
        """The nearest first; the root last."""
        found: list[str] = []
        parent = self.parents.get(language)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.parents.get(parent)
        return found

    def followed(self, language: str, meanings: Mapping[str, str]) -> str:
        """The meaning a translation into the language is made from: that of the nearest that says anything."""
        return next((meanings[code] for code in self.ancestors(language) if code in meanings), "")

    def stale(self, texts: Iterable[Said]) -> list[bool]:
        """For each of one unit's texts: whether nothing readers get now says what it was made from.

        What is stale itself is nothing to follow. Where no language before it says anything, nothing is stale.
        """
        listed = list(texts)
        standing = {text.language_id: text for text in listed if text.is_standing}
        fresh: dict[str, bool] = {}
        for code in sorted(standing, key=lambda code: len(self.ancestors(code))):
            fresh[code] = not self._is_stale(standing[code], standing, fresh)
        return [self._is_stale(text, standing, fresh) for text in listed]

    def _is_stale(self, text: Said, standing: Mapping[str, Said], fresh: Mapping[str, bool]) -> bool:
        before = [code for code in self.ancestors(text.language_id) if code in standing]
        return bool(before) and text.follows not in {standing[code].meaning for code in before if fresh.get(code)}


def tree() -> Tree:
    """As the languages stand now. One query."""
    return Tree(dict(Language.objects.values_list("code", "follows")))


def meaning_of(language: str, body: str) -> str:
    """What names the meaning of a text that begins a new one."""
    return hashlib.sha256(f"{language}\n{body}".encode()).hexdigest()[:16]
