"""What a report begins with, and how it compares with the plan: what was to be spent and what was, by category."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Paper
from kakehashi.engines.calls.queries.changes import by_category, plan_of
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.models import Answers, Version
from kakehashi.foundation.ui.languages import spoken


def report_start(paper: Paper) -> Answers:
    """Of a report nobody has written in yet: the rows of the plan, in the tables and columns the report has too."""
    if paper.kind != PaperKind.REPORT or paper.sheet.answers:
        return {}
    plan = plan_of(paper.application)
    found: Answers = {}
    for table in paper.sheet.version.all_questions:
        rows = plan.get(table.code)
        if table.kind == QuestionKind.TABLE and isinstance(rows, list):
            columns = {column["code"] for column in table.columns}
            found[table.code] = [{name: row[name] for name in row if name in columns} for row in rows]
    return found


@dataclass(frozen=True)
class Compared:
    """A category of expenses, or all of them: planned and spent, in whole yen."""

    name: str
    planned: int
    spent: int

    @property
    def difference(self) -> int:
        """Above zero: more was spent than planned."""
        return self.spent - self.planned


@dataclass(frozen=True)
class PlanAndActual:
    lines: list[Compared]

    @property
    def total(self) -> Compared:
        return Compared(_("合計"), sum(one.planned for one in self.lines), sum(one.spent for one in self.lines))


def plan_and_actual(report: Paper) -> PlanAndActual | None:
    """Category by category, in the order of the call, then of the papers; ``None``: the report says no expenses."""
    application, spent = report.application, by_category(report.sheet.answers)
    if report.kind != PaperKind.REPORT or not spent:
        return None
    planned = by_category(plan_of(application))
    names = {one.code: str(one) for one in application.call.expenses.all()}
    paper = application.paper_of(PaperKind.APPLICATION)
    typed = _labels(report.sheet.version) | (_labels(paper.sheet.version) if paper else {})
    codes = [*(code for code in names if code in planned or code in spent), *planned, *spent]
    return PlanAndActual(
        [
            Compared(
                names.get(code) or typed.get(code) or code or _("費目なし"), planned.get(code, 0), spent.get(code, 0)
            )
            for code in dict.fromkeys(codes)
        ]
    )


def _labels(version: Version) -> dict[str, str]:
    """The categories as the table of expenses offers them."""
    table = next((one for one in version.all_questions if one.code == "expenses"), None)
    columns = [one for one in (table.columns if table else []) if one["code"] == "category"]
    options = [option for column in columns for option in column.get("options", [])]
    return {one["value"]: spoken(one["label_ja"], one.get("label_en", "")) for one in options}
