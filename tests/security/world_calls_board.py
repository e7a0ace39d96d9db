"""What stands behind the addresses of checking, reviewing and deciding in the small world."""

from typing import Any

from kakehashi.engines.calls.models import Application, Assignment, Paper, Reviewer, Scenario
from kakehashi.engines.calls.operations.deciding import begin_scenario
from tests.cast import Cast
from tests.engines.calls import stories

Arguments = dict[str, Any]
PAPERS = {"send_back", "mend", "keep_answer"}
REVIEWS = {"review", "decline", "discuss"}
SCENARIOS = {"scenario", "scenario_apply", "compare"}
OF_CALL = {
    "reviewers", "assign_all", "remove_reviewer", "interests", "ranking", "ranking_file", "board", "promote",
    "minutes", "minutes_pdf",
}  # fmt: skip
KNOWN = PAPERS | REVIEWS | SCENARIOS | OF_CALL


def given_to_somebody(cast: Cast, application: Application) -> Application:
    """To a reviewer whom nobody of the matrix is; its call has two combinations."""
    reviewer = stories.reviewers(cast, application.call, 1)[0]
    Assignment.objects.create(reviewer=reviewer, application=application)
    for name in ("案1", "案2"):
        begin_scenario(application.call, name, by=stories.section(cast)[1])
    return application


def arguments(what: str, sample: Arguments) -> list[Arguments]:
    """The arguments of the things behind ``calls:<what>``."""
    if what in PAPERS:
        papers = Paper.objects.filter(kind="application").order_by("pk")
        if "return_pk" in sample:
            return [{"pk": paper.pk, "return_pk": one.pk} for paper in papers for one in paper.sheet.returns.all()]
        return [{"pk": paper.pk} for paper in papers]
    if what in REVIEWS:
        return [{"pk": pk} for pk in Assignment.objects.order_by("pk").values_list("pk", flat=True)]
    if what in SCENARIOS:
        first, second = Scenario.objects.order_by("pk").values_list("pk", flat=True)
        return [{"pk": first} | ({"other_pk": second} if "other_pk" in sample else {})]
    reviewer = Reviewer.objects.get()
    return [sample | {"pk": reviewer.call_id} | ({"reviewer_pk": reviewer.pk} if "reviewer_pk" in sample else {})]
