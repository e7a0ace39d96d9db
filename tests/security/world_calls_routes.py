"""The special roads of calls in the small world: registers, dispatches, nominations, matching."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from kakehashi.engines.calls.choices import Deciding, Gives
from kakehashi.engines.calls.models import Absence, Application, Call, Candidate, Expert, Nomination, Proposal
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.operations.matching import enter_candidate, propose
from kakehashi.engines.calls.operations.nominating import nominate
from kakehashi.foundation.organisations.models import Country, Person
from tests.cast import Cast
from tests.engines.calls import stories

Arguments = dict[str, Any]
MATCHING = {"matching", "matching_propose", "candidate_new", "proposal_confirm", "proposal_withdraw"}


def make_routes(cast: Cast) -> dict[str, Application]:
    """Experts, a nomination of Kakogawa by Himeji, applications for somebody to be sent, and a host."""
    expert = Expert.objects.create(register="adviser", name_ja="防災 花子")
    Expert.objects.create(register="adviser", name_ja="載せない人", is_listed=False)
    Absence.objects.create(expert=expert, first_day=dt.date(2012, 9, 1), last_day=dt.date(2012, 9, 2))
    award = stories.call(cast, "award", gives=Gives.HONOUR, takes_nominations=True)
    _nominate(award, cast.officer, cast.himeji, cast.kakogawa)
    adviser = stories.call(cast, "adviser", gives=Gives.PERSON, deciding=Deciding.OFFICER, register="adviser")
    host = _match(cast)
    seminar = stories.call(cast, "seminar", gives=Gives.PLACE, has_invitees=True)
    values = {"name": "Jean Dupont", "home": "Ville de Nice", "country": Country.objects.get(alpha2="FR")}
    enter_candidate(seminar, values, by=stories.section(cast)[1])
    return {"host": host, "wishing": stories.draft(cast, adviser), "to be sent": stories.submitted(cast, adviser)}


def _nominate(call: Call, by: Person, nominator: Any, body: Any) -> None:
    nominate(call, nominator=nominator, body=body, why="理由", by=by)


def _match(cast: Cast) -> Application:
    """Himeji at the step of matching, with somebody from France proposed."""
    officer = stories.section(cast)[1]
    lgotp = stories.call(cast, "lgotp", gives=Gives.MATCH, deciding=Deciding.OFFICER)
    found = stories.checked(stories.screening(cast, lgotp), officer)
    host = stories.fresh(MOVES["pass_to_matching"](found, by=officer))
    values = {"name": "Anna Martin", "home": "Ville de Lyon", "country": Country.objects.get(alpha2="FR")}
    propose(enter_candidate(lgotp, values, by=officer), host, by=officer)
    return host


def arguments(what: str, sample: Arguments) -> list[Arguments] | None:
    """The arguments of the things behind ``calls:<what>``; ``None``: not of these roads."""
    proposal, absence = Proposal.objects.get(), Absence.objects.get()
    of_matching = {"pk": proposal.application.call_id, "proposal_pk": proposal.pk}
    if what == "expert_absence_drop":
        return [{"pk": absence.expert_id, "absence_pk": absence.pk}]
    if what in {"invitees", "invite"}:
        invitee = Candidate.objects.get(call__has_invitees=True)
        return [{key: {"pk": invitee.call_id, "candidate_pk": invitee.pk}[key] for key in sample}]
    if what in MATCHING:
        return [{key: of_matching[key] for key in sample}]
    things: dict[str, QuerySet[Any]] = {
        "expert": Expert.objects.all(),
        "nominate": Call.objects.filter(takes_nominations=True),
        "ceremony": Call.objects.filter(gives=Gives.HONOUR),
        "dispatch_rule": Call.objects.filter(gives=Gives.PERSON),
        "nomination": Nomination.objects.all(),
        "candidate": Candidate.objects.all(),
    }
    found = things.get(what) or things.get(what.partition("_")[0]) if sample else None
    return None if found is None else [{"pk": pk} for pk in found.values_list("pk", flat=True)]
