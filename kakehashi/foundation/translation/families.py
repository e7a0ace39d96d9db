"""Shelves: what kinds of things are said, as the board counts them and names them."""

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def register_shelf(prefix: str, label: str | Promise) -> None:
    """Name the families that begin so (two parts: ``disaster.sentence``); call it from the app's `wiring`."""
    _labels[prefix] = label


def shelf_of(family: str) -> str:
    """The first two parts of a family: ``disaster.choice.intensity`` stands on the shelf ``disaster.choice``."""
    return ".".join(family.split(".")[:2])


def shelf_label(shelf: str) -> str:
    return str(_labels.get(shelf, shelf))
