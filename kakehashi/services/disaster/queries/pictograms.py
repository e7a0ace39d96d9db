"""The drawings of the bank as SVG."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "icons"


def pictograms(names: Iterable[str]) -> dict[str, str]:
    """Name → SVG, of those there are."""
    return {name: svg for name in sorted(set(names)) if (svg := _svg(name))}


@lru_cache(maxsize=500)
def _svg(name: str) -> str:
    path = _FOLDER / f"{name}.svg"
    return path.read_text("utf-8") if path.is_file() and path.parent == _FOLDER else ""
