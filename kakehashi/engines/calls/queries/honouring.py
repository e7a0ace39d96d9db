"""Who was adopted, once the results are public; and the ceremony for those who are honoured."""

from kakehashi.engines.calls.choices import Gives
from kakehashi.engines.calls.flow import GRANTED
from kakehashi.engines.calls.models import Application, Call, Ceremony


def ceremony_of(call: Call) -> Ceremony | None:
    return Ceremony.objects.filter(call=call).first() if call.gives == Gives.HONOUR else None


def adopted_of(call: Call) -> list[Application]:
    """Everybody reads which bodies and projects were adopted, after the results were released and each was told."""
    if call.results_released_at is None:
        return []
    found = call.applications.filter(step__in=GRANTED).select_related("applicant", "implementer", "track", "call")
    return list(found.order_by("track__order", "number", "pk"))
