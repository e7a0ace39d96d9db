"""What the clock alone changes in a snapshot: whatever is past its time is no longer in force."""

import datetime as dt
from dataclasses import replace
from typing import TypeVar

from kakehashi.services.disaster.site.snapshot import Bulletin, Sheet, Snapshot

T = TypeVar("T", Bulletin, Sheet)


def as_of(snapshot: Snapshot, now: dt.datetime) -> Snapshot:
    """The same at `now`: a saved one may be older, and nobody may have been there to end what was up."""
    return replace(
        snapshot,
        bulletins=tuple(_ended(each, now) for each in snapshot.bulletins),
        sheets=tuple(_ended(each, now) for each in snapshot.sheets),
    )


def _ended(thing: T, now: dt.datetime) -> T:
    if thing.status != "live" or thing.valid_until is None or thing.valid_until.at > now:
        return thing
    return replace(thing, status="expired", updated_at=thing.valid_until)
