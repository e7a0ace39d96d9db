"""Who is invited to a host that was chosen: nominated by the offices, given to a host by the section."""

from django.db.models import QuerySet

from kakehashi.engines.calls.flow import HOLDING, TOLD
from kakehashi.engines.calls.models import Application, Call, Candidate
from kakehashi.engines.calls.queries.matching import sees_board, visible_candidates
from kakehashi.engines.calls.queries.reading import visible_calls
from kakehashi.foundation.organisations.models import Person


def calls_with_invitees(person: Person | None) -> QuerySet[Call]:
    return visible_calls(person).filter(has_invitees=True)


def nominated(call: Call, person: Person) -> QuerySet[Candidate]:
    """All for the section and headquarters, for an office those of its countries."""
    found = visible_candidates(person).filter(call=call).select_related("host__applicant", "host__track")
    return found.order_by("country__alpha2", "name", "id")


def hosts_of(call: Call, person: Person) -> QuerySet[Application]:
    """The hosts that were chosen; offices read of them once the hosts know."""
    found = call.applications.filter(step__in=HOLDING)
    seen = Application.objects.visible_to(person).values("pk")
    found = found.filter(pk__in=seen) if sees_board(person) else found.filter(step__in=TOLD)
    return found.select_related("applicant", "track").order_by("track__order", "number", "id")


def invitees_of(application: Application) -> QuerySet[Candidate]:
    """Those whom the host receives."""
    return application.invitees.filter(is_withdrawn=False).select_related("country").order_by("country__alpha2", "name")
