"""Reviewers and the discussion of the board on the page of an application, for the section."""

from typing import Any

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.forms.reviewing import RemarkForm
from kakehashi.engines.calls.models import Application, Assignment, Criterion, Score
from kakehashi.engines.calls.operations.reviewing_scores import may_discuss
from kakehashi.engines.calls.queries.board_ranking import of_hundred
from kakehashi.engines.calls.queries.reviewing_released import released_scores
from kakehashi.foundation.organisations.models import Person


def reviewing(application: Application, person: Person) -> dict[str, Any] | None:
    """Who judges it and what they said; the words of the board."""
    if not rules.is_desk(person, application):
        return None
    if not rules.is_scored(application) and not rules.goes_to_board(application):
        return None
    reviews = list(application.assignments.select_related("reviewer__person").prefetch_related("scores__criterion"))
    remarks = list(application.remarks.select_related("author"))
    discusses = may_discuss(person, application)
    assigns = rules.is_scored(application) and application.step in {"screening", "scoring"}
    if not (reviews or remarks or discusses or assigns):
        return None
    judged = [one for one in reviews if one.submitted_at and not one.is_abstained]
    return {
        "reviews": reviews,
        "judged": [(one, of_hundred(one.scores.all())) for one in judged],
        "lines": _lines(application, judged),
        "remarks": remarks,
        "form": RemarkForm() if discusses else None,
        "assigns": assigns,
    }


def _lines(application: Application, judged: list[Assignment]) -> list[tuple[Criterion, list[Score | None]]]:
    """Each criterion with what each of these reviews gives, in their order."""
    given = {(one.pk, score.criterion_id): score for one in judged for score in one.scores.all()}
    criteria = application.call.criteria.all() if judged else []
    return [(criterion, [given.get((one.pk, criterion.pk)) for one in judged]) for criterion in criteria]


def released(application: Application, person: Person) -> dict[str, Any] | None:
    """The scores, for the applying side, once they are released."""
    found = released_scores(application) if rules.is_applicant(person, application) else None
    return {"released": found} if found is not None else None
