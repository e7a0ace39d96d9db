"""What a report begins with: the expenses of the plan, to be put right by what was really spent."""

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Paper
from kakehashi.engines.calls.queries.changes import plan_of
from kakehashi.foundation.forms.choices import QuestionKind
from kakehashi.foundation.forms.models import Answers


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
