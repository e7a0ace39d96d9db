"""What the pages of a draft show beside its form: the reckoning, what is missing, by which move it is handed in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from kakehashi.engines.calls.flow import APPLICATION_FLOW
from kakehashi.engines.calls.models import Application, ExpenseCategory, Paper
from kakehashi.engines.calls.queries.awarding import preview_of
from kakehashi.engines.calls.queries.budget import budget_of, whole_yen
from kakehashi.engines.calls.rules import application_is_complete, goes_through_branch
from kakehashi.engines.calls.rules.applying import all_consent, eligibility_is_declared, track_is_chosen
from kakehashi.foundation.flow.definition import Move
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.search.queries import similar

# Where what a guard holds against an application is mended.
MENDED: dict[object, tuple[str, str]] = {
    eligibility_is_declared: ("calls:declare", ""),
    track_is_chosen: ("calls:fill", "#id__track_0"),
    all_consent: ("calls:application", "#together-title"),
}
SOUGHT = ("title", "theme", "summary")
# What others can learn from: results of calls, and what cases left behind.
DONE_BEFORE = ("calls.result", "cases.precedent")


def beside(application: Application, answers: Answers, person: Person) -> dict[str, Any]:
    """What stands beside the form: the expenses as the call reads them, the award, what was done before."""
    prefetch_related_objects([application.call], "expenses")
    budget = budget_of(application.call, answers)
    requested = whole_yen(answers.get("requested_yen"))
    text = " ".join(str(answers.get(code) or "") for code in SOUGHT).strip()
    return {
        "budget": budget,
        "requested_yen": requested,
        "asks_too_much": budget is not None and requested is not None and requested > budget.eligible_yen,
        "preview": preview_of(application, answers),
        "categories": _categories(application, answers),
        "alike": similar(text, viewer=person, kinds=DONE_BEFORE, without=application.ref) if text else (),
    }


def _categories(application: Application, answers: Answers) -> list[tuple[ExpenseCategory, bool]]:
    """The categories of the call, and whether a row has chosen each."""
    rows = answers.get("expenses")
    chosen = {row.get("category") for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
    return [(category, category.code in chosen) for category in application.call.expenses.all()]


def taken_over(paper: Paper) -> list[str]:
    """The questions that were answered before anybody typed anything: what the page asks to look over."""
    if paper.sheet.revision > 1:
        return []
    return [question.label for question in paper.sheet.version.all_questions if question.code in paper.sheet.answers]


def submitting(application: Application) -> Move[Application]:
    """The move by which this draft is handed in."""
    return APPLICATION_FLOW.move("submit_to_branch" if goes_through_branch(application) else "submit")


@dataclass(frozen=True)
class Problem:
    """Why it cannot be handed in yet; `href`: where that is mended, empty where nobody can."""

    words: str
    href: str


def problems_of(application: Application) -> list[Problem]:
    """Every reason, not only the first. What is missing in the form is listed there."""
    guards = [guard for guard in submitting(application).guards if guard is not application_is_complete]
    found = [(guard, sentence) for guard in guards if (sentence := guard(application))]
    return [Problem(str(sentence), _where(application, guard)) for guard, sentence in found]


def _where(application: Application, guard: object) -> str:
    name, place = MENDED.get(guard, ("", ""))
    return f"{reverse(name, args=[application.pk])}{place}" if name else ""
