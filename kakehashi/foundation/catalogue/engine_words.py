"""How each kind of work goes, step by step, and why its services may be in preparation (`data/engines.json`)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kakehashi.foundation.ui.languages import spoken

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Words:
    """A sentence in Japanese and in English; its `str` follows the reader."""

    ja: str
    en: str

    def __str__(self) -> str:
        return spoken(self.ja, self.en)


@dataclass(frozen=True)
class EngineWords:
    """The steps of the work, and the reason shown while no screen carries it."""

    steps: tuple[Words, ...]
    reason: Words


@cache
def engine_words() -> dict[str, EngineWords]:
    """By the code of the engine."""
    read = json.loads((DATA / "engines.json").read_text(encoding="utf-8"))
    return {
        code: EngineWords(tuple(Words(*step) for step in entry["steps"]), Words(*entry["reason"]))
        for code, entry in read.items()
    }
