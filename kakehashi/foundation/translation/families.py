"""Shelves: what kinds of things are said, as the board counts them and names them.

On most shelves stands what belongs to everybody: a bank. On others stand words of some thing (a bulletin's own
paragraphs): those are written where the thing is, and the translators' desk knows them by an order only (`rules`).
"""

from collections.abc import Collection

from django.db.models import Q
from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}
_written_there: dict[str, frozenset[str]] = {}


def register_shelf(prefix: str, label: str | Promise, *, written_there: Collection[str] = ()) -> None:
    """Name the families that begin so (two parts: ``disaster.sentence``); call it from the app's `wiring`.

    `written_there`: the languages in which a thing's own words are written at the thing; () for a bank.
    """
    _labels[prefix] = label
    _written_there[prefix] = frozenset(written_there)


def shelf_of(family: str) -> str:
    """The first two parts of a family: ``disaster.choice.intensity`` stands on the shelf ``disaster.choice``."""
    return ".".join(family.split(".")[:2])


def shelf_label(shelf: str) -> str:
    return str(_labels.get(shelf, shelf))


def written_at_its_thing(family: str) -> frozenset[str]:
    """The languages nobody writes at the desk, because the family is words of some thing; empty for a bank."""
    return _written_there.get(shelf_of(family), frozenset())


def own_words(column: str = "family") -> Q:
    """A filter for units that are words of some thing; `column`: where their family stands."""
    found = Q(pk__in=[])
    for shelf, languages in _written_there.items():
        if languages:
            found |= Q(**{f"{column}__startswith": f"{shelf}."}) | Q(**{column: shelf})
    return found
