"""What the mechanical checks say of a text."""

from collections.abc import Mapping
from typing import Any

from kakehashi.foundation.translation.models import Unit

Finding = dict[str, Any]  # {"check", "severity": "error" | "warning", "message"}


def findings_of(unit: Unit, language: str, body: str, sources: Mapping[str, str]) -> list[Finding]:
    """`sources`: language code → what is said there, of the languages this one follows; the nearest first."""
    return []


def has_errors(findings: list[Finding]) -> bool:
    return any(finding["severity"] == "error" for finding in findings)
