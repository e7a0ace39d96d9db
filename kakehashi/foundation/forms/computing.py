"""Values nobody types: worked out from the other answers.

    {"do": "sum", "table": "budget", "column": "amount"}   of the numbers of a column
    {"do": "count", "table": "party"}                      of the rows
    {"do": "days", "from": "starts", "to": "ends"}         both days included: 1 April to 1 April is 1
    {"do": "add", "questions": ["grant", "own"]}           of several answers, tables' sums among them

With ``"yen": true`` the value is an amount. What is missing or not a number counts as nothing; days without two dates
are ``None``.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext

from kakehashi.foundation.forms.choices import Computation, QuestionKind
from kakehashi.foundation.forms.models import Answers, Question
from kakehashi.foundation.ui.formatting import money_text

Number = int | float


def compute(spec: Mapping[str, Any], answers: Mapping[str, Any]) -> Number | None:
    """The value of one computation; ``None`` where it cannot be known yet."""
    match spec.get("do"):
        case Computation.SUM:
            return sum((_number(row.get(spec["column"])) for row in _rows(answers, spec["table"])), 0)
        case Computation.COUNT:
            return len(_rows(answers, spec["table"]))
        case Computation.DAYS:
            first, last = _day(answers.get(spec["from"])), _day(answers.get(spec["to"]))
            return (last - first).days + 1 if first and last and last >= first else None
        case Computation.ADD:
            return sum((_number(answers.get(code)) for code in spec["questions"]), 0)
    return None


def computed_words(spec: Mapping[str, Any], value: Any) -> str:
    """The value as it is read: 1,234,000円, 3日, 12; empty where it is not known."""
    if not isinstance(value, int | float):
        return ""
    if spec.get("yen") and isinstance(value, int):
        return money_text(value)
    if spec.get("do") == Computation.DAYS:
        return ngettext("%(count)d日", "%(count)d日", int(value)) % {"count": value}
    return f"{value:,}"


def with_computed(questions: list[Question], answers: Answers) -> Answers:
    """`answers` with every computed question worked out anew, in order, so that one may use another."""
    result = dict(answers)
    for question in questions:
        if question.kind == QuestionKind.COMPUTED:
            result[question.code] = compute(question.compute, result)
    return result


def _rows(answers: Mapping[str, Any], code: str) -> list[Mapping[str, Any]]:
    rows = answers.get(code)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _number(value: Any) -> Number:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
