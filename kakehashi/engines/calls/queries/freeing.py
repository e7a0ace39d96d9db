"""What went back to the track when an application needed less than was decided, and who could have it."""

from dataclasses import dataclass

from django.urls import reverse

from kakehashi.engines.calls.choices import Deciding
from kakehashi.engines.calls.models import Application, Track
from kakehashi.engines.calls.queries.alternates import movable_count

# While whoever handles it still has to think of the rest.
_TOLD = {"settled", "claimed", "paid", "returning", "cancelled"}


@dataclass(frozen=True)
class Freed:
    """`yen` of the track as it is now. `movable`: how many alternates could move up; addresses empty: no board."""

    yen: int
    track: Track
    is_given_up: bool
    movable: int
    board_url: str

    @property
    def alternates_url(self) -> str:
        return f"{self.board_url}#alternates"


def freed_by(application: Application) -> Freed | None:
    """``None``: nothing came free."""
    is_given_up, track = application.step == "cancelled", application.track
    kept = 0 if is_given_up else application.settled_yen
    if application.step not in _TOLD or track is None or kept is None:
        return None
    yen = (application.decided_yen or 0) - kept
    if yen <= 0:
        return None
    call = application.call
    is_judged = call.deciding != Deciding.OFFICER
    board = reverse("calls:board", args=[call.pk]) if is_judged else ""
    return Freed(yen, track, is_given_up, movable_count(track) if is_judged else 0, board)
