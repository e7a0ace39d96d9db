"""The order in which reviewers put the applications of a call."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import mean, median

from django.db.models import Exists, OuterRef, QuerySet

from kakehashi.engines.calls.choices import Middle
from kakehashi.engines.calls.models import Application, Call, Conflict, Criterion, Score
from kakehashi.foundation.forms.models import Question
from kakehashi.foundation.forms.sources import choices_of
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.organisations.queries import prefecture_of

BEFORE_JUDGING = (
    "draft", "with_branch", "submitted", "returned", "screening", "matching", "not_accepted", "withdrawn",
)  # fmt: skip
SORTS = ("rank", "number", "applicant", "prefecture", "theme", "track", "reviews", "score", "spread", "yen")


@dataclass(frozen=True)
class Ranked:
    """One application with its points of a hundred; ``None`` while nobody has judged it. `spread`: deviation."""

    application: Application
    score: Decimal | None
    spread: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    reviews: int
    waiting: int
    rank: int | None = None
    theme: str = ""  # in words

    @property
    def prefecture(self) -> Organisation | None:
        return prefecture_of(self.application.applicant)

    @property
    def yen(self) -> int | None:
        """What was decided, else what was reckoned, else what was asked for."""
        application = self.application
        known = (application.decided_yen, application.computed_yen, application.requested_yen)
        return next((amount for amount in known if amount is not None), None)


def judged_applications(call: Call, person: Person | None) -> QuerySet[Application]:
    """What goes to the reviewers or the board, without what this person has an interest in."""
    found = Application.objects.visible_to(person).filter(call=call).exclude(step__in=BEFORE_JUDGING)
    return found.select_related("applicant__parent", "track", "country")


def ranking(call: Call, person: Person | None) -> list[Ranked]:
    """The best first; what nobody has judged last, by number. The same few queries however many there are."""
    points = points_of(call)
    waiting, themes = _waiting(call), _themes(call)
    found = [
        replace(
            _ranked(one, points.get(one.pk, []), waiting[one.pk], call.middle), theme=themes.get(one.theme, one.theme)
        )
        for one in judged_applications(call, person)
    ]
    found.sort(key=lambda one: (-(one.score if one.score is not None else -1), one.application.number or ""))
    first = {one.score: place for place, one in reversed(list(enumerate(found, 1)))}  # equals share the best place
    return [one if one.score is None else replace(one, rank=first[one.score]) for one in found]


def unranked(call: Call, person: Person | None, pks: Collection[int]) -> list[Ranked]:
    """Applications that are not in the ranking any more, such as withdrawn ones, with the rank they were decided at."""
    found = Application.objects.visible_to(person).filter(call=call, pk__in=pks)
    themes = _themes(call)
    return [
        Ranked(one, None, None, None, None, 0, 0, rank=one.rank, theme=themes.get(one.theme, one.theme))
        for one in found.select_related("applicant__parent", "track", "country").order_by("number", "id")
    ]


def points_of(call: Call) -> dict[int, list[Fraction]]:
    """Of each application what each reviewer gave, of a hundred; interests and declined reviews do not count."""
    criteria = {criterion.pk: criterion for criterion in call.criteria.all()}
    whole = sum((Fraction(criterion.weight) for criterion in criteria.values()), Fraction(0))
    conflict = Conflict.objects.filter(
        reviewer=OuterRef("assignment__reviewer"), application=OuterRef("assignment__application")
    )
    scores = Score.objects.filter(
        ~Exists(conflict),
        assignment__application__call=call,
        assignment__submitted_at__isnull=False,
        assignment__is_abstained=False,
    ).order_by()
    rows = list(scores.values_list("assignment__application", "assignment", "criterion", "points"))
    shares = {key: weighed(criteria[key[0]], key[1]) / whole for key in {row[2:] for row in rows}}
    unit = math.lcm(*(share.denominator for share in shares.values()))  # sums of whole numbers: fractions are slow
    parts = {key: int(share * unit) for key, share in shares.items()}
    reviews: dict[tuple[int, int], int] = defaultdict(int)
    for application, assignment, criterion, given in rows:
        reviews[application, assignment] += parts[criterion, given]
    found: dict[int, list[Fraction]] = defaultdict(list)
    for (application, _assignment), total in sorted(reviews.items()):
        found[application].append(Fraction(total, unit))
    return found


def of_hundred(scores: Iterable[Score]) -> Decimal | None:
    """What one review gives, of a hundred; ``None`` without scores."""
    given = list(scores)
    whole = sum((Fraction(one.criterion.weight) for one in given), Fraction(0))
    return rounded(sum((weighed(one.criterion, one.points) for one in given), Fraction(0)) / whole) if whole else None


def weighed(criterion: Criterion, points: int) -> Fraction:
    return Fraction(100 * points, criterion.most) * Fraction(criterion.weight)


def _waiting(call: Call) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    given = call.applications.filter(assignments__submitted_at=None, assignments__is_abstained=False)
    for pk in given.order_by().values_list("pk", flat=True):
        found[pk] += 1
    return found


def _themes(call: Call) -> dict[str, str]:
    """What the themes that can be chosen in the form are called."""
    asked = Question.objects.filter(version__question_set=call.application_form_id, code="theme")
    return {
        value: label
        for question in asked.order_by("version__number")
        for value, label in choices_of(question.kind, question.options, question.source)
    }


def _ranked(application: Application, points: list[Fraction], waiting: int, middle: str) -> Ranked:
    if not points:
        return Ranked(application, None, None, None, None, 0, waiting)
    score = median(points) if middle == Middle.MEDIAN else mean(points)
    middle_of = math.fsum(points) / len(points)
    spread = Fraction(math.sqrt(math.fsum((float(one) - middle_of) ** 2 for one in points) / len(points)))
    return Ranked(
        application,
        rounded(score),
        rounded(spread.limit_denominator(10**6)),
        rounded(min(points)),
        rounded(max(points)),
        len(points),
        waiting,
    )


def rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def ordered(found: Iterable[Ranked], sort: str) -> list[Ranked]:
    """By a column of ``SORTS``, ``-`` before it the other way round; what has no value stays last either way."""
    column = sort.removeprefix("-")
    rows = list(found)
    if column not in SORTS:
        return rows
    known = [row for row in rows if _key(row, column) is not None]
    known.sort(key=lambda row: _key(row, column), reverse=sort.startswith("-"))  # type: ignore[arg-type,return-value]  # of one kind in a column
    return known + [row for row in rows if _key(row, column) is None]


def _key(row: Ranked, column: str) -> object:
    application = row.application
    match column:
        case "number":
            return application.number
        case "applicant":
            return application.applicant.code
        case "prefecture":
            return row.prefecture.code if row.prefecture else None
        case "theme":
            return row.theme or None
        case "track":
            return application.track.order if application.track else None
    return getattr(row, column)
