"""How the things of each app become entries, told once by the app that owns them (in its `AppConfig.ready`).

registry.register("cases.case", handed_cases, label=_("事例"))
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from kakehashi.foundation.search.index import Handed
from kakehashi.kernel.references import Ref


@dataclass(frozen=True)
class Words:
    """A thing in the language of the page; without a text, the piece that was found stands for it."""

    title: str
    text: str = ""


Builder = Callable[[], Iterator[Handed]]
Teller = Callable[[list[int]], dict[int, Words]]  # by id, in one query


@dataclass(frozen=True)
class Source:
    """All findable things of one kind: `builder` hands in every one of them, as it is now."""

    kind: str
    builder: Builder
    label: str | Promise
    teller: Teller | None = None


_sources: dict[str, Source] = {}


def register(kind: str, builder: Builder, *, label: str | Promise = "", teller: Teller | None = None) -> None:
    """Say where the entries of this kind come from, and what a reader calls them. The last word counts.

    A `teller` knows the things by other words than those of the index, in the language of the page.
    """
    _sources[kind] = Source(kind, builder, label or kind, teller)


def sources() -> list[Source]:
    return [_sources[kind] for kind in sorted(_sources)]


def label_of(kind: str) -> str:
    """What a reader calls things of this kind."""
    return str(_sources[kind].label) if kind in _sources else kind


def words_of(refs: Iterable[Ref]) -> dict[Ref, Words]:
    """The things in the language of the page, as far as their apps know them so; one query for each kind."""
    ids: dict[str, list[int]] = {}
    for ref in refs:
        ids.setdefault(ref.kind, []).append(ref.id)
    tellers = {kind: _sources[kind].teller for kind in ids if kind in _sources}
    return {
        Ref(kind, number): words
        for kind, teller in tellers.items()
        if teller is not None
        for number, words in teller(ids[kind]).items()
    }
