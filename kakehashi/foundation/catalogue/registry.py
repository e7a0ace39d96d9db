"""What the tiers above tell the catalogue: which services can be entered, and what is going on in them.

An engine calls these in its ``AppConfig.ready``; the catalogue itself knows no engine.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kakehashi.foundation.catalogue.models import Plan, Service

Entry = Callable[["Service"], str]
Numbers = Callable[[], Collection[int]]


@dataclass(frozen=True)
class Opening:
    """An engine's promise to carry services from their first page, whose path `entry` gives.

    `numbers` tells, whenever it is asked, which services these are: rows may open and close them at any time.
    """

    engine: str
    numbers: Numbers
    entry: Entry


@dataclass(frozen=True)
class Figures:
    """How much of a service is under way, finished and in all; `href` lists the records behind the figures."""

    open: int = 0
    done: int = 0
    total: int = 0
    href: str = ""

    @property
    def ended(self) -> int:
        """What came to an end otherwise: declined, withdrawn."""
        return self.total - self.open - self.done

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.open + other.open, self.done + other.done, self.total + other.total, self.href or other.href
        )


NO_FIGURES = Figures()
FiguresSource = Callable[["Plan"], dict[int, Figures]]
_openings: dict[str, Opening] = {}
_sources: list[FiguresSource] = []


def register_opening(*, engine: str, numbers: Numbers, entry: Entry) -> None:
    """Let `engine` carry the services whose numbers `numbers` gives, of every plan."""
    _openings[engine] = Opening(engine, numbers, entry)


def register_figures(source: FiguresSource) -> None:
    """Let `source` count the records of services (by number); sources of several engines add up."""
    if source not in _sources:
        _sources.append(source)


def opened_numbers() -> dict[int, Opening]:
    """Every service that can be entered now, and by whom it is carried; costs what the engines' answers cost."""
    return {number: opening for opening in _openings.values() for number in opening.numbers()}


def entry_path(service: "Service") -> str:
    """Where the work on a service begins (behind the sign-in); empty when no engine carries it yet."""
    opening = opened_numbers().get(service.number)
    return opening.entry(service) if opening else ""


def figures(plan: "Plan") -> dict[int, Figures]:
    """The figures of every service that has any, by number; costs what the sources cost, however many services."""
    counted: dict[int, Figures] = {}
    for source in _sources:
        for number, found in source(plan).items():
            counted[number] = counted.get(number, NO_FIGURES) + found
    return counted
