"""What lists inside components are made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One place to go: of the navigation, a row of tabs, a row of filters. `count` is shown when it is known.

    `is_at_least`: there are more than `count`, and nobody counted on (1,000+).
    """

    label: str
    url: str
    is_current: bool = False
    count: int | None = None
    is_at_least: bool = False


@dataclass(frozen=True)
class Step:
    """One named step of a long work. `state`: done, current, todo, or problem."""

    label: str
    state: str = "todo"
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart; `url` leads to the records behind it."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True)
class File:
    """One file offered for download. `size` in bytes, None where it is not known; `note` e.g. who added it."""

    name: str
    url: str
    size: int | None = None
    kind: str = ""
    note: str = ""
