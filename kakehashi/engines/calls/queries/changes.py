"""Changes asked for after the decision: what they move, and how much."""

from dataclasses import dataclass
from typing import Any, TypeGuard

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import ChangeKind, PaperKind
from kakehashi.engines.calls.models import Application, Change, MoneyRule
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.organisations.models import Person

STANDS = ("approved", "noted")
OPEN = ("draft", "submitted", "returned")


@dataclass(frozen=True)
class Weight:
    """Whether a change needs approval, and the sentence that says why."""

    is_weighty: bool
    why: str


def visible_changes(person: Person | None) -> QuerySet[Change]:
    return Change.objects.visible_to(person).select_related(
        "application__call__scheme__desk", "application__applicant", "paper__sheet__version__question_set"
    )


def open_change(application: Application) -> Change | None:
    """The one that is written, judged or mended now."""
    return application.changes.filter(step__in=OPEN).first()


def plan_of(application: Application) -> Answers:
    """The plan as it is: what was applied for, with what the last change that stands made of it."""
    paper = application.paper_of(PaperKind.APPLICATION)
    plan: Answers = paper.sheet.answers if paper else {}
    stands = application.changes.filter(step__in=STANDS, kind=ChangeKind.CHANGE)
    last = stands.select_related("paper__sheet").order_by("-pk").first()
    changed: Answers = last.paper.sheet.answers if last else {}
    return {code: changed.get(code, answer) for code, answer in plan.items()}


def wanted_yen(change: Change) -> int | None:
    """The amount the applicant asks for now: ``new_yen``, else ``requested_yen`` of the paper; ``None``: as it was."""
    answers = change.paper.sheet.answers
    return next((a for a in map(answers.get, ("new_yen", "requested_yen")) if _is_yen(a)), None)


def weigh(change: Change) -> Weight:
    """By the call's share of what may move without approval; where the call says nothing, always."""
    if change.kind == ChangeKind.CANCEL:
        return Weight(True, _("中止には承認が必要です。"))
    application = change.application
    rule = MoneyRule.objects.filter(call=application.call_id).first()
    percent = rule.weighty_percent if rule else None
    if percent is None:
        return Weight(True, _("承認なしで変えられる範囲が未設定のため、承認が必要です。"))
    old, new = application.decided_yen, wanted_yen(change)
    if old is not None and new is not None and new > old:
        return Weight(True, _("決定額が増えるため、承認が必要です。"))
    moved, whole = _moved(change)
    if old and new is not None and (old - new) * whole > moved * old:
        moved, whole = old - new, old
    words = {"moved": f"{moved:,}", "whole": f"{whole:,}", "percent": percent}
    if moved * 100 > percent * whole:
        why = _("%(whole)s円のうち%(moved)s円が動き、%(percent)s%%を超えるため、承認が必要です。")
        return Weight(True, why % words)
    why = _("%(whole)s円のうち動くのは%(moved)s円で、%(percent)s%%以内のため、届出で足ります。")
    return Weight(False, why % words)


def _moved(change: Change) -> tuple[int, int]:
    """Yen that move from one category of expenses to another or are added, and all expenses as the council knew them.

    What was only noted does not count as known: many small steps together are as far as they lead.
    """
    paper = change.application.paper_of(PaperKind.APPLICATION)
    approved = change.application.changes.filter(step="approved", kind=ChangeKind.CHANGE)
    papers = [one.paper for one in approved.select_related("paper__sheet").order_by("-id")]
    before = [*papers, paper] if paper else papers
    old = next((found for one in before if (found := by_category(one.sheet.answers))), {})
    new = by_category(change.paper.sheet.answers)
    if "expenses" not in change.paper.sheet.answers:
        return 0, sum(old.values())
    more = sum(max(0, new.get(name, 0) - old.get(name, 0)) for name in new)
    less = sum(max(0, old[name] - new.get(name, 0)) for name in old)
    return max(more, less), sum(old.values())


def by_category(answers: Answers) -> dict[str, int]:
    """The expenses in yen, added up for each category as it was typed."""
    rows = answers.get("expenses")
    found: dict[str, int] = {}
    for row in rows if isinstance(rows, list) else []:
        amount = row.get("amount_yen") if isinstance(row, dict) else None
        if _is_yen(amount):
            name = str(row.get("category", ""))
            found[name] = found.get(name, 0) + amount
    return found


def _is_yen(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
