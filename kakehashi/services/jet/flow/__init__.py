"""The roads of this service."""

from kakehashi.services.jet.flow.candidates import CANDIDATE_FLOW
from kakehashi.services.jet.flow.placement import PLACEMENT_FLOW
from kakehashi.services.jet.flow.requests import REQUEST_FLOW, WITH_COUNCIL

__all__ = ["CANDIDATE_FLOW", "PLACEMENT_FLOW", "REQUEST_FLOW", "WITH_COUNCIL"]
