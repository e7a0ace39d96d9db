"""A money rule tried on the applications of an earlier call: what it would have changed. Nothing is kept."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from kakehashi.engines.calls.choices import ApplicantKind, Outcome, PaperKind
from kakehashi.engines.calls.flow import HOLDING
from kakehashi.engines.calls.models import Application, Call, MoneyCap, MoneyRule, Paper, Track
from kakehashi.engines.calls.queries.awarding import facts_of, rule_with
from kakehashi.engines.calls.queries.budget import budget_of
from kakehashi.engines.calls.queries.editing import calls_for_editing
from kakehashi.engines.calls.rules.award import Award, Facts, award
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

GIVEN_UP = ("withdrawn", "not_accepted", "rejected", "cancelled")  # these use nothing up, see `uses_before`
_NOT_TRIED = ("draft", "with_branch", "withdrawn", "not_accepted")
Ceilings = Mapping[str, int | None]  # code of a track → yen


@dataclass(frozen=True)
class Thought:
    """A rule that is only thought of; it is in no table. `ceilings`: where they differ from the tracks of the call."""

    money: MoneyRule
    caps: list[MoneyCap]
    ceilings: Ceilings = field(default_factory=dict)


@dataclass
class Tried:
    """One application, then and now; yen. `fits`: within the budget, ``None`` where it is not in question."""

    application: Application
    now: Award
    fits: bool | None = None

    @property
    def then_yen(self) -> int:
        """What was reckoned then; 0 where nothing could be granted."""
        return self.application.computed_yen or 0

    @property
    def difference(self) -> int:
        return self.now.yen - self.then_yen

    @property
    def outcome(self) -> str:
        """What became of it then; empty before the decision."""
        step = self.application.step
        if step in HOLDING:
            return Outcome.ADOPT
        return {"alternate": Outcome.WAIT, "rejected": Outcome.REJECT}.get(step, "")


@dataclass
class Sum:
    """Several applications together: `then` and `now` in yen, and how many got nothing."""

    label: str
    count: int = 0
    then: int = 0
    now: int = 0
    refused_then: int = 0
    refused_now: int = 0

    def add(self, one: Tried) -> None:
        self.count += 1
        self.then += one.then_yen
        self.now += one.now.yen
        self.refused_then += not one.then_yen
        self.refused_now += not one.now.yen

    @property
    def difference(self) -> int:
        return self.now - self.then


@dataclass
class TrackTried(Sum):
    """A track: what of `ceiling_yen` those in question take, and how many find no room."""

    ceiling_yen: int | None = None
    places: int | None = None
    taken_yen: int = 0
    taken: int = 0
    out: int = 0
    out_yen: int = 0

    @property
    def left_yen(self) -> int | None:
        return None if self.ceiling_yen is None else self.ceiling_yen - self.taken_yen

    def take(self, yen: int) -> bool:
        """Whether there is room; takes it."""
        fits = (self.left_yen is None or yen <= self.left_yen) and (self.places is None or self.taken < self.places)
        if fits:
            self.taken, self.taken_yen = self.taken + 1, self.taken_yen + yen
        else:
            self.out, self.out_yen = self.out + 1, self.out_yen + yen
        return fits


@dataclass(frozen=True)
class Trial:
    """What came out. `is_decided`: the decisions of then say who is in question for the budget."""

    rows: list[Tried]
    total: Sum
    tracks: list[TrackTried]
    kinds: list[Sum]
    is_decided: bool
    changed: int = 0
    out: list[Tried] = field(default_factory=list)


def trial_sources(person: Person | None, call: Call) -> list[Call]:
    """The calls on whose applications a rule can be tried: those of the same scheme first, the newest first."""
    handed_in = Count("applications", filter=Q(applications__submitted_at__isnull=False))
    found = calls_for_editing(person).annotate(handed_in=handed_in).filter(handed_in__gt=0)
    return sorted(found, key=lambda one: (one.scheme_id != call.scheme_id, -one.fiscal_year, -one.round, one.pk))


def usual_source(call: Call, sources: Iterable[Call]) -> Call | None:
    """The call it was copied from, else the newest earlier one of its scheme, else the first there is."""
    known = list(sources)
    copied = [one for one in known if one.pk == call.copied_from_id]
    earlier = [one for one in known if one.scheme_id == call.scheme_id and one.fiscal_year < call.fiscal_year]
    return next(iter([*copied, *earlier, *known]), None)


def trial_of(call: Call, source: Call, thought: Thought, person: Person | None) -> Trial:
    """The applications of `source` that this person may see, reckoned as if they came to `call` with this money.

    Their days are moved by the years in between. Who was adopted then, else waited, is in question for the budget, in
    the order of the ranking; before the decision everybody. The same few queries however many there are.
    """
    rule = replace(rule_with(call, thought.money, thought.caps), is_set=True)
    prefetch_related_objects([call, source], "expenses", "tracks")
    uses = _uses(source)
    rows = [
        Tried(one, award(rule, _moved(_facts(call, one, uses.get(one.pk, 0)), call.fiscal_year - source.fiscal_year)))
        for one in _applications(source, person)
    ]
    tracks = _fill(call, source, rows, thought.ceilings)
    total, kinds = Sum(""), {str(kind): Sum(str(kind.label)) for kind in ApplicantKind}
    for row in rows:
        total.add(row)
        kinds[row.application.applicant_kind].add(row)
    return Trial(
        rows,
        total,
        tracks,
        [one for one in kinds.values() if one.count],
        _is_decided(rows),
        sum(row.difference != 0 for row in rows),
        [row for row in rows if row.fits is False],
    )


def _is_decided(rows: list[Tried]) -> bool:
    return any(row.outcome for row in rows)


def _applications(source: Call, person: Person | None) -> QuerySet[Application]:
    papers = Paper.objects.filter(kind=PaperKind.APPLICATION).select_related("sheet")
    found = Application.objects.visible_to(person).filter(call=source, submitted_at__isnull=False)
    found = found.exclude(step__in=_NOT_TRIED).select_related("call", "applicant", "track")
    return found.prefetch_related(Prefetch("papers", papers)).order_by("number", "id")


def _uses(source: Call) -> dict[int, int]:
    """How many of the same body and category came before each, in all calls of the scheme in that year."""
    same = Application.objects.filter(call__scheme=source.scheme_id, fiscal_year=source.fiscal_year)
    same = same.filter(handed_in_at__isnull=False).exclude(step__in=GIVEN_UP).order_by("handed_in_at", "id")
    seen: Counter[tuple[int, str]] = Counter()
    found = {}
    for pk, applicant, category in same.values_list("pk", "applicant", "use_category"):
        found[pk] = seen[applicant, category]
        seen[applicant, category] += 1
    return found


def _facts(call: Call, application: Application, uses: int) -> Facts:
    """With its expenses as the categories of this call count them."""
    facts = facts_of(application, uses)
    paper = application.paper(PaperKind.APPLICATION)
    budget = budget_of(call, paper.sheet.answers) if paper is not None else None
    return facts if budget is None else replace(facts, eligible=budget.eligible_yen)


def _moved(facts: Facts, years: int) -> Facts:
    starts, ends, decided = (_later(day, years) for day in (facts.starts_on, facts.ends_on, facts.decided_on))
    return replace(facts, starts_on=starts, ends_on=ends, decided_on=decided)


def _later(day: dt.date | None, years: int) -> dt.date | None:
    return clock.add_months(day, 12 * years) if day is not None else None


def _fill(call: Call, source: Call, rows: list[Tried], ceilings: Ceilings) -> list[TrackTried]:
    """Fill the tracks, and say of each row in question whether it found room."""
    tracks = {track.pk: _track(call, source, track, ceilings) for track in source.tracks.all()}
    without = TrackTried("")
    decided = _is_decided(rows)
    for row in rows:
        tracks.get(row.application.track_id or 0, without).add(row)
    for row in sorted(rows, key=_turn):
        if row.now.yen and (row.outcome in {Outcome.ADOPT, Outcome.WAIT} or not decided):
            row.fits = tracks.get(row.application.track_id or 0, without).take(row.now.yen)
    return [*tracks.values(), *([without] if without.count else [])]


def _turn(row: Tried) -> tuple[bool, bool, int, str]:
    rank = row.application.rank
    return (row.outcome != Outcome.ADOPT, rank is None, rank or 0, row.application.number or "")


def _track(call: Call, source: Call, track: Track, ceilings: Ceilings) -> TrackTried:
    """A track of then with the room of the one of now: of the same code, or the only one on both sides."""
    own = list(call.tracks.all())
    same = next((one for one in own if one.code == track.code), None)
    if same is None and len(own) == len(source.tracks.all()) == 1:
        same = own[0]
    if same is None:
        return TrackTried(str(track))
    return TrackTried(str(track), ceiling_yen=ceilings.get(same.code, same.ceiling_yen), places=same.places)
