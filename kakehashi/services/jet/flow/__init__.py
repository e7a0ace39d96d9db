"""The roads of this service."""

from kakehashi.services.jet.flow.requests import REQUEST_FLOW, WITH_COUNCIL

__all__ = ["REQUEST_FLOW", "WITH_COUNCIL"]
