"""What a cost plan comes to, row by row for its page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kakehashi.services.jet.models import CostPlan
from kakehashi.services.jet.money.amounts import Amount
from kakehashi.services.jet.money.planning import Plan
from kakehashi.services.jet.money.rates import COSTS, Kind


@dataclass(frozen=True)
class Row:
    """Amounts of each fiscal year and of all; ``None``: nobody can tell. `is_sum`: of the rows above."""

    label: str
    cells: list[Amount | None]
    is_sum: bool = False


def table_of(plan: Plan) -> list[Row]:
    """Items that arise, gross, the measure, and what is left."""
    arising = [
        kind for kind in COSTS if any((year, kind) in one.cells for one in plan.people for year in plan.fiscal_years)
    ]
    items = [
        Row(str(kind.label), [*(plan.item(year, kind) for year in plan.fiscal_years), plan.item_of_all(kind)])
        for kind in arising
    ]
    gross = [*(plan.gross(year) for year in plan.fiscal_years), plan.gross_of_all]
    measure = [*(plan.measure(year) for year in plan.fiscal_years), plan.item_of_all(Kind.MEASURE)]
    net = [*(plan.net(year) for year in plan.fiscal_years), plan.net_of_all]
    return [
        *items,
        Row(_("総額"), [*gross], is_sum=True),
        Row(str(Kind.MEASURE.label), [*measure]),
        Row(_("差引き(団体の負担)"), net, is_sum=True),
    ]


@dataclass(frozen=True)
class Comparison:
    """The same days filled in another way, and how much more (below 0: less) JET costs."""

    label: str
    yearly: int
    other: Row
    difference: Row


def comparisons(of: CostPlan, plan: Plan) -> list[Comparison]:
    """Only with amounts that the organisation has typed."""
    ways = [(_("直接任用"), of.direct), (_("派遣・委託"), of.dispatched)]
    return [_compared(label, yearly, plan) for label, yearly in ways if yearly is not None]


def _compared(label: str, yearly: int, plan: Plan) -> Comparison:
    other = plan.filled_otherwise(yearly)
    other.append(sum(other))
    net = [*(plan.net(year) for year in plan.fiscal_years), plan.net_of_all]
    less = [
        None if one is None else Amount(one.yen - yen, one.is_complete) for one, yen in zip(net, other, strict=True)
    ]
    return Comparison(
        label,
        yearly,
        Row(_("同じ日数を「%(way)s」にした場合") % {"way": label}, [Amount(yen) for yen in other]),
        Row(_("JETの差引きとの差"), less, is_sum=True),
    )
