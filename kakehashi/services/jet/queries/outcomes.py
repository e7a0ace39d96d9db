"""What a run made, in rows and reasons for pages."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.services.jet.models import PlacementRun
from kakehashi.services.jet.placing.problem import PREFECTURE, Candidate, Choice, Line, best_rank, obstacles
from kakehashi.services.jet.placing.tiers import TIERS
from kakehashi.services.jet.placing.words import (
    CAUSES,
    TIER_NAMES,
    condition_name,
    open_reason,
    relaxation_words,
    unplaced_reason,
)
from kakehashi.services.jet.queries.placing import Outcome, outcome

LISTED = 200  # of those left over, on one page


@dataclass(frozen=True)
class TierRow:
    """A tier of a run, beside the run it was made from."""

    label: Promise
    value: int
    bound: int | None
    proven: bool
    before: int | None
    change: str  # better, worse or empty


def tier_rows(run: PlacementRun) -> list[TierRow]:
    before = run.base.values if run.base is not None and run.base.values else None
    found = []
    for at, tier in enumerate(TIERS):
        value, old = run.values[at], before[at] if before else None
        change = "" if old is None or old == value else ("better" if (value > old) == tier.most else "worse")
        bound = run.bounds[at] if run.bounds else None
        found.append(TierRow(TIER_NAMES[tier.name], value, bound, bool(run.proven and run.proven[at]), old, change))
    return found


@dataclass(frozen=True)
class PlacedRow:
    number: str
    line: str
    where: str
    rank: int | None
    is_decided: bool


def names_of(codes: set[str]) -> dict[str, str]:
    """Code → name as the page has it."""
    return {one.code: str(one) for one in Organisation.objects.filter(code__in=codes)}


def placed_rows(run: PlacementRun, text: str = "") -> list[PlacedRow]:
    """By number; `text` narrows by number, line or name of the organisation."""
    made = outcome(run)
    lines = {one.id: one for one in made.problem.lines}
    names = names_of({one.organisation for one in lines.values()})
    found = []
    for number, line in sorted(run.places.items()):
        one = lines[line]
        where = names.get(one.organisation, one.organisation)
        rank = best_rank(made.candidates[number], one)
        row = PlacedRow(number, line, where, rank, number in made.problem.seats)
        if not text or text.casefold() in f"{number} {line} {where}".casefold():
            found.append(row)
    return found


def unplaced_rows(run: PlacementRun) -> list[tuple[str, str]]:
    """Number and reason of those without a place, the first of them."""
    made = outcome(run)
    left = [one for one in made.problem.candidates if one.id not in run.places]
    return [(one.id, unplaced_reason(one, made.explainer.why_unplaced(one))) for one in left[:LISTED]]


def open_rows(run: PlacementRun) -> list[tuple[str, str, int, str]]:
    """Line, organisation, open posts and reason, the first of them."""
    made = outcome(run)
    left = [one for one in made.problem.lines if made.explainer.open_posts[one.id]][:LISTED]
    names = names_of({one.organisation for one in left})
    return [
        (
            one.id,
            names.get(one.organisation, one.organisation),
            made.explainer.open_posts[one.id],
            open_reason(one, made.explainer.why_open(one)),
        )
        for one in left
    ]


def fairness_rows(run: PlacementRun) -> list[tuple[Promise, int]]:
    """How many pairs of candidates each cause explains."""
    counted = Counter(cause for _who, _whom, _line, cause in run.envies)
    return [(label, counted[cause]) for cause, label in CAUSES.items()]


@dataclass(frozen=True)
class ChoiceTold:
    """What became of one of a candidate's choices."""

    rank: int
    place: str
    words: str
    is_met: bool


@dataclass(frozen=True)
class WhyCandidate:
    number: str
    line: str
    where: str
    reason: str  # of having no place
    relaxations: list[str]
    choices: list[ChoiceTold]


def why_candidate(run: PlacementRun, number: str) -> WhyCandidate | None:
    made = outcome(run)
    candidate = made.candidates.get(number)
    if candidate is None:
        return None
    line = next((one for one in made.problem.lines if one.id == run.places.get(number)), None)
    codes = {choice.code for choice in candidate.choices} | ({line.organisation} if line else set())
    names = names_of(codes)
    told = [_choice_told(made, candidate, choice, names) for choice in sorted(candidate.choices)]
    if line is not None:
        return WhyCandidate(number, line.id, names.get(line.organisation, line.organisation), "", [], told)
    reason = unplaced_reason(candidate, made.explainer.why_unplaced(candidate))
    return WhyCandidate(
        number, "", "", reason, list(map(relaxation_words, made.explainer.relaxations(candidate))), told
    )


def _choice_told(made: Outcome, candidate: Candidate, choice: Choice, names: dict[str, str]) -> ChoiceTold:
    place = names.get(choice.code, choice.code)
    lines = [one for one in made.problem.lines if _is_of(one, choice)]
    own = made.answer.places.get(candidate.id)
    if any(one.id == own for one in lines):
        return ChoiceTold(choice.rank, place, _("かないました。"), is_met=True)
    same = [one for one in lines if one.conditions.position == candidate.profile.position]
    if not same:
        words = _("この職種の募集がありませんでした。")
    else:
        fitting = [one for one in same if not obstacles(candidate.profile, one.conditions)]
        if fitting:
            posts = sum(one.posts for one in fitting)
            words = _("条件に合う%(posts)s枠は、全体の目的をより多くかなえるため、ほかの人の配置になりました。") % {
                "posts": posts
            }
        else:
            counted = Counter(name for one in same for name in obstacles(candidate.profile, one.conditions))
            musts = "、".join(condition_name(name) for name, _count in counted.most_common())
            words = _("条件に合う枠がありませんでした(合わなかった条件: %(musts)s)。") % {"musts": musts}
    return ChoiceTold(choice.rank, place, words, is_met=False)


def _is_of(line: Line, choice: Choice) -> bool:
    return choice.code == (line.prefecture if choice.kind == PREFECTURE else line.organisation)


@dataclass(frozen=True)
class WhyLine:
    line: str
    where: str
    posts: int
    open_posts: int
    people: list[str]
    reason: str
    relaxations: list[str]


def why_line(run: PlacementRun, line: str) -> WhyLine | None:
    made = outcome(run)
    found = next((one for one in made.problem.lines if one.id == line), None)
    if found is None:
        return None
    people = sorted(who for who, where in run.places.items() if where == line)
    left = made.explainer.open_posts[line]
    reason = open_reason(found, made.explainer.why_open(found)) if left else ""
    relaxed = list(map(relaxation_words, made.explainer.relaxations_of(found))) if left else []
    where = names_of({found.organisation}).get(found.organisation, found.organisation)
    return WhyLine(line, where, found.posts, left, people, reason, relaxed)
