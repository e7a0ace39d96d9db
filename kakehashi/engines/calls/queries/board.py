"""What the board has before it: scenarios against tracks, how they spread, what falls out, how two differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from kakehashi.engines.calls.choices import Outcome
from kakehashi.engines.calls.models import Application, Call, Scenario, ScenarioLine, Track
from kakehashi.engines.calls.queries.board_ranking import Ranked, unranked
from kakehashi.engines.calls.queries.reviewing import run_calls
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.organisations.queries import prefecture_of

OPEN = ("board", "alternate")  # what a scenario can still decide


def scenarios_of(person: Person | None) -> QuerySet[Scenario]:
    """Scenarios of the calls this person runs."""
    found = Scenario.objects.filter(call__in=run_calls(person).values("pk"))
    return found.select_related("call__scheme__desk", "made_by", "applied_by")


@dataclass
class TrackSum:
    """What a scenario takes out of a track beside what is held already; yen."""

    track: Track
    count: int = 0
    yen: int = 0

    @property
    def after_yen(self) -> int:
        return self.track.held_yen + self.yen

    @property
    def after_count(self) -> int:
        return self.track.held_count + self.count

    @property
    def left_yen(self) -> int | None:
        return None if self.track.left_yen is None else self.track.left_yen - self.yen

    @property
    def left_places(self) -> int | None:
        return None if self.track.left_places is None else self.track.left_places - self.count

    @property
    def over_yen(self) -> int:
        return max(0, -self.left_yen) if self.left_yen is not None else 0

    @property
    def over_places(self) -> int:
        return max(0, -self.left_places) if self.left_places is not None else 0

    @property
    def is_over(self) -> bool:
        return bool(self.over_yen or self.over_places)


@dataclass(frozen=True)
class Row:
    """One application on the board with what the scenario says of it."""

    ranked: Ranked
    line: ScenarioLine | None
    is_decided: bool = False  # it was decided by this line, whatever became of it since

    @property
    def outcome(self) -> str:
        return self.line.outcome if self.line else ""

    @property
    def is_open(self) -> bool:
        return self.ranked.application.step in OPEN

    @property
    def yen(self) -> int | None:
        """The amount proposed; else what was reckoned or asked for."""
        if self.line is not None and self.line.yen is not None:
            return self.line.yen
        return None if self.is_decided else self.ranked.yen

    @property
    def adds(self) -> bool:
        """Whether it would take something more out of its track, or did when it was decided."""
        return self.outcome == Outcome.ADOPT and (self.is_open or self.is_decided)


@dataclass(frozen=True)
class Board:
    """A scenario as the board looks at it; one that was applied as it was decided (`is_decided`)."""

    rows: list[Row]
    tracks: list[TrackSum]
    prefectures: list[tuple[str, int]]
    themes: list[tuple[str, int]]
    passed_over: list[Row] = field(default_factory=list)  # better than somebody chosen in the same track
    beyond: list[Row] = field(default_factory=list)  # chosen, but no longer within the track in this order
    is_decided: bool = False

    @property
    def counts(self) -> dict[str, int]:
        return Counter(row.outcome for row in self.rows)

    @property
    def is_over(self) -> bool:
        return not self.is_decided and any(one.is_over for one in self.tracks)


def board_of_scenario(scenario: Scenario, ranked: Iterable[Ranked], person: Person | None) -> Board:
    """As it stands against the tracks; of one that was applied what it decided, whatever happened since."""
    lines = {line.application_id: line for line in scenario.lines.all()}
    if scenario.applied_at is None:
        return board_of(scenario.call, ranked, lines.values())
    found = [one for one in ranked if one.application.pk in lines]
    left = lines.keys() - {one.application.pk for one in found}
    found += unranked(scenario.call, person, left) if left else []
    rows = [Row(one, lines[one.application.pk], is_decided=True) for one in found]
    sums = list(_sums(scenario.call, rows).values())
    return Board(rows, sums, *_spreads(rows), is_decided=True)


def board_of(call: Call, ranked: Iterable[Ranked], lines: Iterable[ScenarioLine]) -> Board:
    """The scenario of these lines over the ranking of its call."""
    by_application = {line.application_id: line for line in lines}
    rows = [Row(one, by_application.get(one.application.pk)) for one in ranked]
    sums = list(_sums(call, rows).values())
    return Board(rows, sums, *_spreads(rows), _passed_over(rows), _beyond(call, rows))


def _sums(call: Call, rows: list[Row]) -> dict[int, TrackSum]:
    sums = {track.pk: TrackSum(track) for track in call.tracks.all()}
    for row in rows:
        found = sums.get(row.ranked.application.track_id or 0)
        if row.adds and found is not None:
            found.count += 1
            found.yen += row.yen or 0
    return sums


def _spreads(rows: list[Row]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Over prefectures and themes."""
    adopted = [row for row in rows if row.outcome == Outcome.ADOPT]
    places = _spread(str(prefecture_of(row.ranked.application.applicant) or "") for row in adopted)
    return places, _spread(row.ranked.theme for row in adopted)


def _spread(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda one: (-one[1], one[0]))


def _passed_over(rows: list[Row]) -> list[Row]:
    """Not chosen though somebody with fewer points in the same track is."""
    chosen: dict[int | None, int] = {}
    for row in rows:
        if row.outcome == Outcome.ADOPT and row.ranked.rank is not None:
            track = row.ranked.application.track_id
            chosen[track] = max(row.ranked.rank, chosen.get(track, 0))
    return [
        row
        for row in rows
        if row.outcome != Outcome.ADOPT
        and row.is_open
        and row.ranked.rank is not None
        and row.ranked.rank < chosen.get(row.ranked.application.track_id, 0)
    ]


def _beyond(call: Call, rows: list[Row]) -> list[Row]:
    """Those for which nothing is left when the track is spent in the order of the ranking."""
    sums = {track.pk: TrackSum(track) for track in call.tracks.all()}
    found = []
    for row in rows:
        track = sums.get(row.ranked.application.track_id or 0)
        if not row.adds or track is None:
            continue
        if fits(track, row.yen or 0):
            track.count += 1
            track.yen += row.yen or 0
        else:
            found.append(row)
    return found


def fits(track: TrackSum, yen: int) -> bool:
    """Whether one more of this amount fits beside what the scenario takes already."""
    enough = track.left_yen is None or yen <= track.left_yen
    return enough and (track.left_places is None or track.left_places > 0)


@dataclass(frozen=True)
class Differing:
    """An application of which two scenarios say different things."""

    application: Application
    first: ScenarioLine | None
    second: ScenarioLine | None


def compared(ranked: Iterable[Ranked], first: Scenario, second: Scenario) -> list[Differing]:
    one = {line.application_id: line for line in first.lines.all()}
    other = {line.application_id: line for line in second.lines.all()}
    found = [Differing(r.application, one.get(r.application.pk), other.get(r.application.pk)) for r in ranked]
    return [each for each in found if _said(each.first) != _said(each.second)]


def _said(line: ScenarioLine | None) -> tuple[str, int | None]:
    return (line.outcome, line.yen if line.outcome == Outcome.ADOPT else None) if line else ("", None)
