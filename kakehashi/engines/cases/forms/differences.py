"""Two people at one form: what the other one saved, beside what was typed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """Where what was typed is not what somebody else saved meanwhile."""

    label: str
    theirs: str
    mine: str
