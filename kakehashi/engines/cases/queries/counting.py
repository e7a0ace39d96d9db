"""Figures of the plan."""

from dataclasses import dataclass

from django.db.models import Count, Q

from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries.narrowing import STEPS_OF_OUTCOME


@dataclass(frozen=True)
class Figures:
    """How many cases a service has had in a fiscal year, as the statistics count them; no case is in two of them."""

    total: int
    open: int
    done: int


def figures(fiscal_year: int) -> dict[int, Figures]:
    """Submitted cases by number of the service; counts only, so everybody may see them."""
    rows = (
        Case.objects.filter(fiscal_year=fiscal_year, number__isnull=False)
        .values_list("kind__service_number")
        .annotate(total=Count("pk"), open=_count("running"), done=_count("completed"))
    )
    return {number: Figures(total, open=open_, done=done) for number, total, open_, done in rows}


def _count(outcome: str) -> Count:
    return Count("pk", filter=Q(step__in=STEPS_OF_OUTCOME[outcome]))
