"""The plan as a board: seven fields, their services, what goes on in them."""

from dataclasses import dataclass

from django.urls import reverse

from kakehashi.engines.calls.queries import counting as calls
from kakehashi.engines.cases import queries as cases
from kakehashi.foundation.catalogue import queries as catalogue
from kakehashi.foundation.catalogue.models import Plan
from kakehashi.foundation.ui.items import Bar


@dataclass(frozen=True)
class FieldLine:
    """One field with its counts and the way to the records."""

    number: int
    title: str
    url: str
    services: int
    open_services: int
    total: int
    open: int
    done: int
    ended: int


@dataclass(frozen=True)
class Board:
    plan: Plan
    lines: list[FieldLine]
    bars: list[Bar]
    cases: int
    open_cases: int
    applications: int

    @property
    def year(self) -> str:
        """As the lists take it in their addresses."""
        return str(self.plan.fiscal_year)

    @property
    def services(self) -> int:
        return sum(line.services for line in self.lines)

    @property
    def open_services(self) -> int:
        return sum(line.open_services for line in self.lines)


def plan_board() -> Board | None:
    """The current plan; ``None`` while there is none. A constant number of queries."""
    plan = catalogue.current_plan()
    if plan is None:
        return None
    lines = []
    for page in catalogue.field_pages(plan):
        own = [line for heading in page.headings for line in heading.lines if not line.again]
        url = reverse("catalogue:field", args=[plan.code, page.field.number])
        lines.append(
            FieldLine(
                page.field.number,
                str(page.field),
                url,
                services=page.total,
                open_services=page.counts.get("open", 0),
                total=sum(line.figures.total for line in own),
                open=sum(line.figures.open for line in own),
                done=sum(line.figures.done for line in own),
                ended=sum(line.figures.ended for line in own),
            )
        )
    bars = [Bar(f"{line.number}. {line.title}", line.total, line.url) for line in lines]
    in_cases, in_calls = cases.figures(plan.fiscal_year).values(), calls.figures(plan.fiscal_year).values()
    return Board(
        plan,
        lines,
        bars,
        cases=sum(one.total for one in in_cases),
        open_cases=sum(one.open for one in in_cases),
        applications=sum(one.total for one in in_calls),
    )
