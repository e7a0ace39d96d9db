"""Handing things in. Indexing follows from other acts, so it leaves no audit row of its own.

    index.put(Handed(ref=Ref("cases.case", 12), title=…, url=…, audience=frozenset({audience.of_organisation(3)})))

Call it inside the act that changes the thing: found and changed are then one transaction.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from kakehashi.foundation.search import store, tokens
from kakehashi.foundation.search.audience import widened
from kakehashi.foundation.search.models import Audience, Entry
from kakehashi.kernel import clock
from kakehashi.kernel.references import Ref

BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What an app hands in of one thing. `url` is a path; `weight` above 1 lifts it among equals."""

    ref: Ref
    title: str
    url: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "ja"
    fiscal_year: int | None = None
    weight: float = 1.0
    is_public: bool = False
    audience: frozenset[str] = frozenset()
    updated_at: dt.datetime | None = None  # of the thing; empty: now


def put(handed: Handed) -> None:
    """Make the thing findable, in the place of what was known of it."""
    put_many([handed])


def put_many(handed: Iterable[Handed]) -> int:
    """The same for many, in batches of one transaction each; how many were put."""
    count = 0
    waiting = iter(handed)
    while batch := list(islice(waiting, BATCH)):
        with transaction.atomic():
            _put_batch(batch)
        count += len(batch)
    return count


def remove(ref: Ref) -> None:
    """The thing is found no more. Nothing happens where it was not."""
    Entry.objects.filter(kind=ref.kind, thing_id=ref.id).delete()


def remove_older(than: dt.datetime, *, kinds: list[str] | None = None) -> int:
    """Remove the entries of these kinds (``None``: all) that nobody handed in since; how many."""
    old = Entry.objects.filter(indexed_at__lt=than)
    if kinds is not None:
        old = old.filter(kind__in=kinds)
    return old.delete()[1].get("search.Entry", 0)


def _put_batch(batch: list[Handed]) -> None:
    last = {handed.ref: handed for handed in batch}  # the same thing twice: the later word counts
    rows = [_entry(handed) for handed in last.values()]
    entries = Entry.objects.bulk_create(
        [entry for entry, _fields in rows],
        update_conflicts=True,
        unique_fields=["kind", "thing_id"],
        update_fields=[f.name for f in Entry._meta.concrete_fields if f.name not in {"id", "kind", "thing_id"}],
    )
    store.write(store.Row(entry.pk, fields) for entry, (_entry_, fields) in zip(entries, rows, strict=True))
    Audience.objects.filter(entry__in=entries).delete()
    Audience.objects.bulk_create(
        Audience(entry=entry, token=token)
        for entry, handed in zip(entries, last.values(), strict=True)
        for token in sorted(widened(handed.audience))
    )


def _entry(handed: Handed) -> tuple[Entry, dict[store.Field, list[str]]]:
    """The row of the thing, and what the index is to hold of it."""
    title = tokens.fold(handed.title)
    parts = [title, *map(tokens.fold, handed.keywords), tokens.fold(handed.summary), tokens.fold(handed.body)]
    folded = "\n".join(part for part in parts if part)
    title_words = [word.form for word in tokens.words(title)]
    words = list(tokens.words(folded))
    entry = Entry(
        kind=handed.ref.kind,
        thing_id=handed.ref.id,
        is_public=handed.is_public,
        fiscal_year=handed.fiscal_year,
        language=handed.language,
        weight=handed.weight,
        updated_at=handed.updated_at or clock.now(),
        indexed_at=clock.now(),
        url=handed.url,
        title=tokens.clean(handed.title),
        summary=tokens.clean(handed.summary),
        body=tokens.clean(handed.body),
        keywords=tokens.clean(" ".join(handed.keywords)),
        title_folded=title,
        folded=folded,
        words=f" {' '.join(word.form for word in words)} ",
    )
    return entry, {
        store.Field.TITLE: list(tokens.grams(title)),
        store.Field.BODY: list(tokens.grams(folded)),
        store.Field.TITLE_WORDS: title_words,
        store.Field.WORDS: [word.form for word in words],
        store.Field.READINGS: sorted({word.reading for word in words if word.reading != word.surface}),
    }
