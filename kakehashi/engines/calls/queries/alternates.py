"""Who waits in which track, and who of them moves up with what is free there."""

from collections.abc import Iterable
from dataclasses import dataclass

from kakehashi.engines.calls.choices import Gives
from kakehashi.engines.calls.models import Application, Call, ScenarioLine, Track
from kakehashi.engines.calls.queries.board import TrackSum, fits
from kakehashi.foundation.organisations.models import Person


@dataclass(frozen=True)
class Alternate:
    """One that waits. `yen`: what the board had in mind for it, else what was reckoned."""

    application: Application
    yen: int | None
    moves_up: bool


def alternates_of(call: Call, person: Person | None) -> list[Alternate]:
    """Everybody who waits, in the order in which they move up."""
    waiting = Application.objects.visible_to(person).filter(call=call, step="alternate")
    return queue(call, waiting.select_related("track", "applicant"), call.tracks.all())


def queue(call: Call, waiting: Iterable[Application], tracks: Iterable[Track]) -> list[Alternate]:
    """These in their order; track by track they move up until the next one does not fit: nobody overtakes.

    A grant whose amount nobody knows holds back those behind it.
    """
    said = _said(call)
    left = {track.pk: TrackSum(track) for track in tracks}
    found = []
    for application in sorted(waiting, key=lambda one: (one.rank is None, one.rank or 0, one.number or "")):
        yen = said.get(application.pk)
        yen = application.computed_yen if yen is None else yen
        track = left.get(application.track_id or 0)
        is_known = yen is not None or call.gives != Gives.MONEY
        if track is None or not is_known or not fits(track, yen or 0):
            left.pop(application.track_id or 0, None)
            found.append(Alternate(application, yen, moves_up=False))
        else:
            track.count, track.yen = track.count + 1, track.yen + (yen or 0)
            found.append(Alternate(application, yen, moves_up=True))
    return found


def movable_count(track: Track) -> int:
    """How many of this track could move up now."""
    waiting = list(track.applications.filter(step="alternate"))
    return sum(one.moves_up for one in queue(track.call, waiting, [track])) if waiting else 0


def _said(call: Call) -> dict[int, int | None]:
    """What the last scenario that was applied says of the amount of each that waits."""
    lines = ScenarioLine.objects.filter(
        scenario__call=call, scenario__applied_at__isnull=False, application__step="alternate"
    )
    return dict(lines.order_by("scenario__applied_at", "scenario_id").values_list("application_id", "yen"))
