"""Which questions are shown: a condition looks at the answer of an earlier question.

    {}                                          always
    {"question": "purpose", "equals": "visit"}  also "not_equals", "in": [...], "contains": "x", "answered": true

A question whose condition looks at a hidden question is hidden too, because a hidden question has no answer.
"""

from collections.abc import Mapping
from typing import Any

from kakehashi.foundation.forms.choices import Operator
from kakehashi.foundation.forms.models import Question

EMPTY: tuple[Any, ...] = (None, "", [], {})


def holds(condition: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Whether the condition is met by these answers; values are compared as they are kept."""
    if not condition:
        return True
    answer = answers.get(condition["question"])
    operator = next(key for key in condition if key != "question")
    wanted = condition[operator]
    match operator:
        case Operator.EQUALS:
            return bool(answer == wanted)
        case Operator.NOT_EQUALS:
            return answer not in EMPTY and answer != wanted
        case Operator.IN:
            return answer in wanted
        case Operator.CONTAINS:
            return isinstance(answer, list | str) and wanted in answer
        case Operator.ANSWERED:
            return (answer not in EMPTY) == bool(wanted)
    raise ValueError(f"unknown operator {operator!r}")


def shown(questions: list[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The questions that are asked, given these answers, in order."""
    seen: dict[str, Any] = {}
    result = []
    for question in questions:
        if holds(question.condition, seen):
            result.append(question)
            if question.code in answers:
                seen[question.code] = answers[question.code]
    return result
