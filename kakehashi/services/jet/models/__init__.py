from kakehashi.services.jet.models.cycles import CountryPlan, Cycle, Deadline
from kakehashi.services.jet.models.requests import RequestLine, RequestSheet

__all__ = ["CountryPlan", "Cycle", "Deadline", "RequestLine", "RequestSheet"]
