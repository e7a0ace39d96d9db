from kakehashi.services.jet.models.candidates import Application, PlaceChoice
from kakehashi.services.jet.models.cycles import CountryPlan, Cycle, Deadline
from kakehashi.services.jet.models.placement import Assignment, PlacementRun
from kakehashi.services.jet.models.requests import RequestLine, RequestSheet

__all__ = [
    "Application",
    "Assignment",
    "CountryPlan",
    "Cycle",
    "Deadline",
    "PlaceChoice",
    "PlacementRun",
    "RequestLine",
    "RequestSheet",
]
