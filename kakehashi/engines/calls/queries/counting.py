"""How much is under way: by service of the plan, for the plan's own pages."""

from dataclasses import dataclass

from django.db.models import Count, Q

from kakehashi.engines.calls.flow import APPLICATION_FLOW
from kakehashi.engines.calls.models import Application

RUNNING = [step.code for step in APPLICATION_FLOW.steps if not step.is_end]
DONE = ["published", "closed"]


@dataclass(frozen=True)
class Figures:
    """Applications that reached the section. `done`: finished well; `scheme`: the one they are of, 0 for several."""

    scheme: int
    total: int
    open: int
    done: int

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(0, self.total + other.total, self.open + other.open, self.done + other.done)


def figures(fiscal_year: int) -> dict[int, Figures]:
    """By number of the service; counts only, so everybody may see them.

    Where a scheme carries several services, its applications stand under the first of them: none counts twice.
    """
    rows = (
        Application.objects.filter(fiscal_year=fiscal_year, submitted_at__isnull=False)
        .order_by()
        .values_list("call__scheme", "call__scheme__service_numbers")
        .annotate(total=Count("pk"), open=_count(RUNNING), done=_count(DONE))
    )
    found: dict[int, Figures] = {}
    for scheme, numbers, total, open_, done in rows:
        if numbers:
            one = Figures(scheme, total, open_, done)
            found[numbers[0]] = found[numbers[0]] + one if numbers[0] in found else one
    return found


def _count(steps: list[str]) -> Count:
    return Count("pk", filter=Q(step__in=steps))
