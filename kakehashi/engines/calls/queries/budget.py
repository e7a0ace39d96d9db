"""The table of expenses as the rules of a call read it: what counts, what does not, and why."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Call, ExpenseCategory
from kakehashi.foundation.forms.models import Answers
from kakehashi.kernel.money import rounded


@dataclass(frozen=True)
class Line:
    """One expense. Amounts in whole yen; `counted`: what of it counts; `why` where not all of it does."""

    number: int
    item: str
    category: ExpenseCategory | None
    yen: int
    counted: int
    why: str | Promise


@dataclass(frozen=True)
class Budget:
    lines: list[Line]

    @property
    def total_yen(self) -> int:
        return sum(line.yen for line in self.lines)

    @property
    def eligible_yen(self) -> int:
        return sum(line.counted for line in self.lines)

    @property
    def cut(self) -> list[Line]:
        """The lines of which not all counts."""
        return [line for line in self.lines if line.counted != line.yen]


def budget_of(call: Call, answers: Answers) -> Budget | None:
    """The lines with an amount; ``None`` where there is no table.

    A row of an eligible category counts up to its unit price; one of no known category counts whole.
    """
    rows = answers.get("expenses")
    if not isinstance(rows, list):
        return None
    categories = {category.code: category for category in call.expenses.all()}
    lines = []
    for number, row in enumerate(rows, 1):
        yen = whole_yen(row.get("amount_yen")) if isinstance(row, dict) else None
        if yen is not None:
            code = row.get("category")
            category = categories.get(code.strip()) if isinstance(code, str) else None
            counted, why = _counted(category, yen, row.get("quantity"))
            lines.append(Line(number, str(row.get("item", "")), category, yen, counted, why))
    return Budget(lines)


def _counted(category: ExpenseCategory | None, yen: int, quantity: Any) -> tuple[int, str]:
    if category is None:
        return yen, ""
    if not category.is_eligible:
        return 0, category.why or _("この費目は対象になりません。")
    limit = category.unit_limit_yen
    most = None if limit is None else _times(limit, quantity)
    if most is not None and yen > most:
        words = _("単価の上限 %(yen)s円を超える分は対象になりません。") % {"yen": f"{limit:,}"}
        return most, words
    return yen, ""


def _times(limit: int, quantity: Any) -> int:
    """The most for so many; where nobody says how many, for one."""
    try:
        number = Decimal(1) if quantity in (None, "") else Decimal(str(quantity))
    except InvalidOperation:
        number = Decimal(1)
    return rounded(limit * number) if number.is_finite() and number >= 0 else 0


def whole_yen(value: Any) -> int | None:
    """An amount in whole yen; ``None`` where it is not understood."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
