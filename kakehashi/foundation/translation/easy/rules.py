"""The rules as `data/easy/rules.csv` has them: how grave, from which number on, in which profile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kakehashi.foundation.translation.easy import lexicon

EMERGENCY, LIVING = "emergency", "living"
PROFILES = (EMERGENCY, LIVING)
SEVERITIES = ("error", "warn", "info")
PARTS = ("words", "letters", "length", "hardness", "grammar", "layout")


@dataclass(frozen=True, slots=True)
class Limits:
    """From which measure on a rule warns and forbids; None: it never does."""

    warn: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `severity` holds where no limit decides."""

    id: str
    key: str
    part: str  # of the score
    severity: str
    limits: Mapping[str, Limits]

    def grave(self, measure: float, profile: str) -> str | None:
        """How grave a measure is that must not exceed the limits; None when it is within them."""
        limits = self.limits[profile]
        if limits.error is not None and measure > limits.error:
            return "error"
        if limits.warn is not None and measure > limits.warn:
            return "info" if self.severity == "info" else "warn"
        return None

    def limit(self, profile: str) -> float:
        """The first number a text should keep to."""
        limits = self.limits[profile]
        return next((number for number in (limits.warn, limits.error) if number is not None), 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a detector saw, in places of the plain text."""

    start: int
    end: int
    proposal: str = ""
    values: Mapping[str, object] = field(default_factory=dict)  # for the sentence of advice
    severity: str | None = None  # None: that of the rule


Findings = Iterator[Finding]


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def rules() -> Mapping[str, Rule]:
    """All rules, in their order."""
    found = {}
    for row in lexicon.rows("rules.csv"):
        limits = {
            EMERGENCY: Limits(_number(row["warn"]), _number(row["error"])),
            LIVING: Limits(_number(row["living_warn"]), _number(row["living_error"])),
        }
        found[row["id"]] = Rule(row["id"], row["key"], row["part"], row["severity"], limits)
    return found
