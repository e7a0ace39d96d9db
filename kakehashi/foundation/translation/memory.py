"""Translation memory: which sentences already known are like a new one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from kakehashi.kernel.japanese import fold
from kakehashi.kernel.ruby import without_ruby

_LEAST, _MOST = 60.0, 10
_SLOT = re.compile(r"\{\s*[a-z][a-z0-9_]*\s*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # kana and Chinese characters
_SPACE = re.compile(r"\s+")
Key = TypeVar("Key")


@dataclass(frozen=True)
class Alike(Generic[Key]):
    """`score`: up to 100, which is the same but for readings, spaces, width of letters and names of slots."""

    key: Key
    score: float


def alike(text: str, known: Mapping[Key, str], *, least: float = _LEAST, most: int = _MOST) -> list[Alike[Key]]:
    """The known sentences most like `text`, the likest first; none below `least` of 100."""
    plain = {key: _plain(sentence) for key, sentence in known.items()}
    found = process.extract(_plain(text), plain, scorer=fuzz.ratio, score_cutoff=least, limit=most)
    return [Alike(key, round(score, 1)) for _sentence, score, key in found]


def _plain(text: str) -> str:
    """What is compared: no readings, no spaces in Japanese or Chinese, slots whatever their names."""
    folded = fold(_SLOT.sub("{", without_ruby(text)))
    return _SPACE.sub("" if _UNSPACED.search(folded) else " ", folded).strip()
