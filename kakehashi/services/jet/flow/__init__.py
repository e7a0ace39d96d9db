"""The roads of this service."""

from kakehashi.services.jet.flow.candidates import CANDIDATE_FLOW
from kakehashi.services.jet.flow.participants import PARTICIPANT_FLOW
from kakehashi.services.jet.flow.placement import PLACEMENT_FLOW
from kakehashi.services.jet.flow.reappointments import REAPPOINTMENT_FLOW
from kakehashi.services.jet.flow.requests import REQUEST_FLOW, WITH_COUNCIL
from kakehashi.services.jet.flow.vacancies import VACANCY_FLOW

__all__ = [
    "CANDIDATE_FLOW",
    "PARTICIPANT_FLOW",
    "PLACEMENT_FLOW",
    "REAPPOINTMENT_FLOW",
    "REQUEST_FLOW",
    "VACANCY_FLOW",
    "WITH_COUNCIL",
]
