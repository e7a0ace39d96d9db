"""What the tiers above tell the catalogue: which services can be entered, and what is going on in them.

An engine calls these in its ``AppConfig.ready``; the catalogue itself knows no engine.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from kakehashi.foundation.catalogue.models import Plan, Service

Entry = Callable[["Service"], str]


@dataclass(frozen=True)
class Opening:
    """An engine's promise to carry a service from its first page, whose path `entry` gives."""

    engine: str
    entry: Entry


@dataclass(frozen=True)
class Figures:
    """How much of a service is under way, finished and in all; `href` lists the records behind the figures."""

    open: int = 0
    done: int = 0
    total: int = 0
    href: str = ""

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.open + other.open, self.done + other.done, self.total + other.total, self.href or other.href
        )


NO_FIGURES = Figures()
FiguresSource = Callable[["Plan"], dict[int, Figures]]
_openings: dict[int, Opening] = {}
_sources: list[FiguresSource] = []


def register_opening(*, engine: str, numbers: Iterable[int], entry: Entry) -> None:
    """Open these services of every plan; ``ImproperlyConfigured`` when another engine carries one already."""
    for number in numbers:
        known = _openings.get(number)
        if known is not None and known.engine != engine:
            raise ImproperlyConfigured(f"service {number} is carried by {known.engine} already")
        _openings[number] = Opening(engine, entry)


def register_figures(source: FiguresSource) -> None:
    """Let `source` count the records of services (by number); sources of several engines add up."""
    if source not in _sources:
        _sources.append(source)


def has_opening(number: int) -> bool:
    return number in _openings


def entry_path(service: "Service") -> str:
    """Where the work on a service begins (behind the sign-in); empty when no engine carries it yet."""
    opening = _openings.get(service.number)
    return opening.entry(service) if opening else ""


def figures(plan: "Plan") -> dict[int, Figures]:
    """The figures of every service that has any, by number; costs what the sources cost, however many services."""
    counted: dict[int, Figures] = {}
    for source in _sources:
        for number, found in source(plan).items():
            counted[number] = counted.get(number, NO_FIGURES) + found
    return counted
