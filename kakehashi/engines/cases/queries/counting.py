"""Figures of the plan."""

from dataclasses import dataclass

from django.db.models import Count, Q

from kakehashi.engines.cases.models import ENDED, Case


@dataclass(frozen=True)
class Figures:
    """How many cases a service has had in a fiscal year."""

    total: int
    open: int
    done: int


def figures(fiscal_year: int) -> dict[int, Figures]:
    """Submitted cases by number of the service; counts only, so everybody may see them."""
    rows = (
        Case.objects.filter(fiscal_year=fiscal_year, number__isnull=False)
        .values_list("kind__service_number")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(step__in=["closed", "following_up"])))
        .annotate(open=Count("pk", filter=~Q(step__in=ENDED)))
    )
    return {number: Figures(total, open=open_, done=done) for number, total, done, open_ in rows}
