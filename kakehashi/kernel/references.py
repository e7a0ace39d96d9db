"""Pointers between parts that may not know each other: a kind and an id instead of a foreign key."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, order=True)
class Ref:
    """Points at one thing anywhere on the platform, e.g. ``Ref("cases.case", 12)``, written ``cases.case:12``."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of ``str``; ``ValueError`` for anything else."""
        kind, _, number = text.rpartition(":")
        if not kind or not number.isascii() or not number.isdigit():
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, int(number))
