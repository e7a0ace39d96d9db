"""What the applicant reads of the scores, once the council releases them: middles without names or words."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import mean, median

from kakehashi.engines.calls.choices import Middle
from kakehashi.engines.calls.flow import GRANTED
from kakehashi.engines.calls.models import Application, Criterion, Score
from kakehashi.engines.calls.queries.board_ranking import points_of, rounded

TOLD = {"alternate", "rejected", *GRANTED}  # where the applicant knows the decision


@dataclass(frozen=True)
class Released:
    """Points of a hundred, and of each criterion those of its `most`."""

    score: Decimal
    reviews: int
    criteria: list[tuple[Criterion, Decimal]]


def released_scores(application: Application) -> Released | None:
    """``None`` before the council releases the scores of the call, or while the decision is not told."""
    call = application.call
    if call.scores_released_at is None or application.step not in TOLD:
        return None
    found = points_of(call).get(application.pk)
    if not found:
        return None
    middle = median if call.middle == Middle.MEDIAN else mean
    given: dict[int, list[Fraction]] = defaultdict(list)
    counted = Score.objects.filter(
        assignment__application=application, assignment__submitted_at__isnull=False, assignment__is_abstained=False
    ).exclude(assignment__reviewer__conflicts__application=application)
    for criterion, points in counted.values_list("criterion", "points"):
        given[criterion].append(Fraction(points))
    criteria = [(one, rounded(middle(given[one.pk]))) for one in call.criteria.all() if given[one.pk]]
    return Released(rounded(middle(found)), len(found), criteria)
