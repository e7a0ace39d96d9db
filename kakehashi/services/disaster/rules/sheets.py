"""Who prints sheets, keeps kits and the register of facilities: whoever writes for the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.foundation.access.actors import Actor, may
from kakehashi.foundation.access.choices import Permission

if TYPE_CHECKING:
    from kakehashi.services.disaster.models import Facility, Kit, Sheet


def may_keep(by: Actor | None, thing: Facility | Kit | Sheet) -> bool:
    return may(by, Permission.WRITE_BULLETINS, thing.organisation_id)
