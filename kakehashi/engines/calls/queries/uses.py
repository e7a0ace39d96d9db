"""How often a body used a call in a year, told apart by category where its form asks for one."""

from dataclasses import dataclass

from kakehashi.engines.calls.models import Application, Call
from kakehashi.engines.calls.rules.uses import used_up
from kakehashi.foundation.forms.models import Question, Version
from kakehashi.foundation.forms.queries import current_version
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.languages import spoken

CATEGORY = "use_category"  # the question with this code


@dataclass(frozen=True)
class Use:
    """The uses of one category; `value` and `label` are empty where a call does not tell any apart."""

    value: str
    label: str
    numbers: list[str]
    most: int

    @property
    def count(self) -> int:
        return len(self.numbers)

    @property
    def refusal(self) -> str:
        """Why it cannot be used once more; empty: it can."""
        return used_up(self.most, self.numbers, self.label) if self.count >= self.most else ""


def uses_of(call: Call, applicant: Organisation) -> list[Use]:
    """Of each category in the order of the form; empty where the call sets no limit."""
    if call.uses_per_year is None:
        return []
    counted = Application(call=call, applicant=applicant, fiscal_year=call.fiscal_year).uses_of_year()
    used = list(counted.order_by("handed_in_at").values_list("use_category", "number"))
    if (categories := categories_of(call)) is None:
        return [Use("", "", [number or "" for _category, number in used], call.uses_per_year)]
    return [
        Use(value, label, [number or "" for category, number in used if category == value], call.uses_per_year)
        for value, label in categories
    ]


def categories_of(call: Call) -> list[tuple[str, str]] | None:
    """The categories of use as the form offers them, in this language; ``None``: it asks for none."""
    question = _question(current_version(call.application_form.code)) if call.application_form is not None else None
    return _choices(question) if question is not None else None


def _question(version: Version | None) -> Question | None:
    asked = version.all_questions if version is not None else []
    return next((question for question in asked if question.code == CATEGORY), None)


def _choices(question: Question) -> list[tuple[str, str]]:
    return [(one["value"], spoken(one["label_ja"], one.get("label_en", ""))) for one in question.options]
