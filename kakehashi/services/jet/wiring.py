"""What the foundation is told about the JET Programme; imported once all models are loaded."""

import kakehashi.services.jet.notices.placement
import kakehashi.services.jet.notices.reappointments
import kakehashi.services.jet.notices.requests
import kakehashi.services.jet.notices.vacancies  # noqa: F401  # register their kinds of notices
from kakehashi.foundation.access.models import Invitation
from kakehashi.foundation.access.signals import invitation_accepted
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.tasks import schedule
from kakehashi.services.jet import tasks
from kakehashi.services.jet.operations.candidates import know_candidate


def _accepted(sender: object, *, invitation: Invitation, person: Person, **_more: object) -> None:
    know_candidate(invitation, by=person)


schedule.register(tasks.SCHEDULE)
invitation_accepted.connect(_accepted, dispatch_uid="jet.candidates")
