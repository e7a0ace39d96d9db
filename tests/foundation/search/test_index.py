from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from kakehashi.foundation.search import index, queries, registry
from kakehashi.foundation.search.models import Audience, Entry
from kakehashi.kernel.references import Ref
from tests.foundation.search.conftest import Hand


def found(text: str) -> list[Ref]:
    result = queries.search(text, viewer=None)
    return [hit.ref for hit in result.hits] if result.mode is queries.Mode.WORDS else []


def indexed() -> int:
    """Rows that the index itself holds."""
    held = "SELECT count(*) FROM search_index"
    if connection.vendor == "postgresql":
        held = "SELECT count(*) FROM search_entry WHERE lexemes IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(held)
        return int(cursor.fetchone()[0])


def put(number: int, title: str, **fields: object) -> None:
    fields = {"url": "/", "is_public": True, **fields}
    index.put(index.Handed(ref=Ref("test.thing", number), title=title, **fields))  # type: ignore[arg-type]  # handed through


def test_a_second_word_replaces_the_first(db: None) -> None:
    put(1, "観光展", audience=frozenset({"org:1", "perm:publish@2"}))
    put(1, "防災訓練", audience=frozenset({"org:2"}))

    assert found("観光") == []
    assert found("防災") == [Ref("test.thing", 1)]
    assert [row.token for row in Audience.objects.all()] == ["org:2"]
    assert indexed() == Entry.objects.count() == 1


def test_the_same_thing_twice_in_one_go(db: None) -> None:
    handed = [
        index.Handed(ref=Ref("test.thing", 1), title=title, url="/", is_public=True) for title in ("観光", "防災")
    ]

    index.put_many(handed)

    assert (found("観光"), found("防災")) == ([], [Ref("test.thing", 1)])


def test_removing_empties_the_index(hand: Hand) -> None:
    gone = hand("観光展")
    kept = hand("観光案内")

    index.remove(gone)
    index.remove(gone)

    assert found("観光") == [kept]
    assert indexed() == 1


def test_deleting_entries_deletes_what_was_indexed(hand: Hand) -> None:
    for number in range(3):
        hand(f"観光展{number}", audience=frozenset({"org:1"}))

    Entry.objects.all().delete()

    assert (indexed(), Audience.objects.count(), found("観光")) == (0, 0, [])


def test_a_rollback_leaves_everything_as_it_was(db: None) -> None:
    put(1, "観光展")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(1, "防災訓練")
        put(2, "防災訓練")
        assert len(found("防災")) == 2
        raise ZeroDivisionError

    assert (found("防災"), found("観光"), indexed()) == ([], [Ref("test.thing", 1)], 1)


def test_one_entry_for_one_thing(hand: Hand) -> None:
    ref = hand("観光展")
    entry = Entry.objects.get(kind=ref.kind, thing_id=ref.id)
    entry.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_strange_characters_are_taken_in(hand: Hand) -> None:
    ref = hand("観光\x00展\ud800", "\x07本文", keywords=("a\x00b",), summary="\ud800")

    assert found("観光") == [ref]


def test_rebuilding_makes_everything_anew(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    def things() -> Iterator[index.Handed]:
        for number in (101, 102):
            yield index.Handed(ref=Ref("test.rebuilt", number), title=f"観光{number}", url="/", is_public=True)

    monkeypatch.setattr(registry, "_sources", {})
    registry.register("test.rebuilt", things, label="観光の記録")
    hand("観光の古い見出し", kind="test.rebuilt")
    hand("観光の消えた種類", kind="test.forgotten")
    out = StringIO()

    call_command("rebuild_search", stdout=out)

    assert out.getvalue().split("\n") == ["test.rebuilt: 2", "removed: 2", ""]
    assert set(found("観光")) == {Ref("test.rebuilt", 101), Ref("test.rebuilt", 102)}
    assert (indexed(), registry.label_of("test.rebuilt")) == (2, "観光の記録")


def test_rebuilding_one_kind_leaves_the_others(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_sources", {})
    registry.register("test.rebuilt", lambda: iter(()))
    hand("観光の古い見出し", kind="test.rebuilt")
    kept = hand("観光の別の種類", kind="test.other")

    call_command("rebuild_search", "--kind", "test.rebuilt", stdout=StringIO())

    assert found("観光") == [kept]
