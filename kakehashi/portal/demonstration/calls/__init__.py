"""The invented applications of the demonstration year: to a programme made for it, and to calls of the plan."""

from kakehashi.engines.calls.models import Application, Call, Candidate, Expert
from kakehashi.foundation.organisations.models import Person
from kakehashi.portal.demonstration.calls.awards import play_award
from kakehashi.portal.demonstration.calls.economy import play_cooperation, play_economy
from kakehashi.portal.demonstration.calls.programme import play_programme
from kakehashi.portal.demonstration.calls.routes import play_dispatch, play_matching


def load_calls(people: dict[str, Person]) -> int:
    """Play every call up to where it stands on 9 July 2012; how many applications they make."""
    for play in (play_programme, play_economy, play_cooperation, play_award, play_dispatch, play_matching):
        play(people)
    Call.objects.filter(announced_at__isnull=False).update(is_demonstration=True)
    for model in (Application, Expert, Candidate):
        model.objects.update(is_demonstration=True)
    return Application.objects.count()
