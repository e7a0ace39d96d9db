"""How the things of each app become entries, told once by the app that owns them (in its `AppConfig.ready`).

registry.register("cases.case", handed_cases, label=_("事例"))
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from kakehashi.foundation.search.index import Handed

Builder = Callable[[], Iterator[Handed]]


@dataclass(frozen=True)
class Source:
    """All findable things of one kind: `builder` hands in every one of them, as it is now."""

    kind: str
    builder: Builder
    label: str | Promise


_sources: dict[str, Source] = {}


def register(kind: str, builder: Builder, *, label: str | Promise = "") -> None:
    """Say where the entries of this kind come from, and what a reader calls them. The last word counts."""
    _sources[kind] = Source(kind, builder, label or kind)


def sources() -> list[Source]:
    return [_sources[kind] for kind in sorted(_sources)]


def label_of(kind: str) -> str:
    """What a reader calls things of this kind."""
    return str(_sources[kind].label) if kind in _sources else kind
