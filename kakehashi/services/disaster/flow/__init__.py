"""The roads of this service."""

from kakehashi.services.disaster.flow.bulletins import BULLETIN_FLOW, EDITABLE, ENDED, LIVE, WAITING

__all__ = ["BULLETIN_FLOW", "EDITABLE", "ENDED", "LIVE", "WAITING"]
