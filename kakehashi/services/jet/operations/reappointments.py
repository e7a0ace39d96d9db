"""Another term or not: asked, answered by both sides, confirmed."""

from django.utils.translation import gettext as _
from django_tasks import task

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Person
from kakehashi.services.jet.choices import OrganisationAnswer
from kakehashi.services.jet.flow import REAPPOINTMENT_FLOW
from kakehashi.services.jet.flow.reappointments import ANSWERING
from kakehashi.services.jet.models import Cycle, Participant, Reappointment
from kakehashi.services.jet.notices import reappointments as notices
from kakehashi.services.jet.queries.reappointments import ending
from kakehashi.services.jet.rules import reappointments as rules
from kakehashi.services.jet.rules.requests import runs_programme

ASKER = Robot("jet-reappointment")
CHUNK = 200  # people asked in one transaction


def begin_round(cycle: Cycle, *, by: Person) -> None:
    """Everybody whose term ends in the year is asked in the background."""
    with act("jet.begin_reappointments", cycle, by=by, permit=runs_programme):
        ask_everybody.enqueue(cycle.pk)


def ask_all(cycle: Cycle, *, by: Robot) -> int:
    """Whoever is asked already is not asked again. Answers how many were."""
    people = ending(cycle)
    for start in range(0, len(people), CHUNK):
        part = people[start : start + CHUNK]
        with act("jet.ask_reappointments", cycle, by=by, permit=True) as record:
            made = Reappointment.objects.bulk_create(
                [Reappointment(participant=one, cycle=cycle, step="asked") for one in part]
            )
            for each in made:
                notices.to_participant(each, by)
            for body in {one.organisation_id: one.organisation for one in part}.values():
                notices.to_organisation(cycle, body, by)
            record.extra = {"people": len(part)}
    return len(people)


def answer_for_organisation(one: Reappointment, answer: str, reason: str, *, by: Person) -> None:
    """Raises ``MoveRefusedError``: once it is confirmed, and without a reason where somebody cannot stay."""
    with act("jet.answer_reappointment", one, by=by, permit=rules.answers_for_organisation) as record:
        _hold(one)
        if answer == OrganisationAnswer.CANNOT and not reason.strip():
            raise MoveRefusedError(_("再任用できない理由を入れてください。"))
        one.organisation_answer, one.reason = answer, reason.strip()
        record.extra = {"side": "organisation", "answer": answer}
        _keep(one)


def answer_for_participant(one: Reappointment, answer: str, *, by: Person) -> None:
    """Raises ``MoveRefusedError`` once it is confirmed."""
    with act("jet.answer_reappointment", one, by=by, permit=rules.answers_for_participant) as record:
        _hold(one)
        one.participant_answer = answer
        record.extra = {"side": "participant", "answer": answer}
        _keep(one)


def _hold(one: Reappointment) -> None:
    one.refresh_from_db(from_queryset=Reappointment.objects.select_for_update(no_key=True))
    if one.step not in ANSWERING:
        raise MoveRefusedError(_("もう確認が終わっているので、回答を変えられません。"))


def _keep(one: Reappointment) -> None:
    one.revision += 1
    one.save()
    if one.step == "asked" and one.organisation_answer and one.participant_answer:
        with make_move(REAPPOINTMENT_FLOW, one, "collect", by=ASKER):
            pass


def move_reappointment(
    one: Reappointment, code: str, *, by: Actor, note: str = "", base_revision: int | None = None
) -> None:
    """Raises ``MoveRefusedError``, ``StaleMoveError``."""
    with make_move(REAPPOINTMENT_FLOW, one, code, by=by, note=note, base_revision=base_revision):
        match code:
            case "match":
                _appoint(one)
                notices.to_both(one, "jet.reappointment_settled", str(_("再任用")), by)
            case "end":
                notices.to_both(one, "jet.reappointment_settled", str(_("今の任用で終わる")), by)
            case "ask_again":
                notices.to_both(one, "jet.reappointment_again", note, by)


def _appoint(one: Reappointment) -> None:
    """One term more, from the day after the last."""
    held = Participant.objects.select_for_update(no_key=True).get(pk=one.participant_id)
    if held.step != "active":
        raise MoveRefusedError(_("任用中の人だけを再任用できます。"))
    held.count += 1
    held.ends_on = held.term.last_day
    held.revision += 1
    held.save()
    one.participant = held


@task
def ask_everybody(pk: int) -> int:
    """Ask whose term ends in a year. Returns how many."""
    return ask_all(Cycle.objects.get(pk=pk), by=ASKER)
