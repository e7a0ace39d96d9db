from kakehashi.services.jet.models.candidates import Application, PlaceChoice
from kakehashi.services.jet.models.costs import ContractTerms, CostPlan, PlannedPost
from kakehashi.services.jet.models.cycles import CountryPlan, Cycle, Deadline
from kakehashi.services.jet.models.money import PayScheme, RateRow
from kakehashi.services.jet.models.participants import LeavingCause, Participant, Transfer
from kakehashi.services.jet.models.placement import Assignment, PlacementRun
from kakehashi.services.jet.models.reappointments import Reappointment
from kakehashi.services.jet.models.requests import RequestLine, RequestSheet
from kakehashi.services.jet.models.vacancies import ReplacementOffer, ReplacementRule, Vacancy

__all__ = [
    "Application",
    "Assignment",
    "ContractTerms",
    "CostPlan",
    "CountryPlan",
    "Cycle",
    "Deadline",
    "LeavingCause",
    "Participant",
    "PayScheme",
    "PlaceChoice",
    "PlacementRun",
    "PlannedPost",
    "RateRow",
    "Reappointment",
    "ReplacementOffer",
    "ReplacementRule",
    "RequestLine",
    "RequestSheet",
    "Transfer",
    "Vacancy",
]
