"""Vacancies: searched for, offered until a day, answered, filled."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor, Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.flow.moves import MoveRefusedError, make_move
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock
from kakehashi.services.jet.flow import CANDIDATE_FLOW, VACANCY_FLOW
from kakehashi.services.jet.models import Application, Participant, ReplacementOffer, ReplacementRule, Vacancy
from kakehashi.services.jet.notices import vacancies as notices
from kakehashi.services.jet.operations.participants import add_arrived
from kakehashi.services.jet.queries import vacancies as queries
from kakehashi.services.jet.rules.candidates import selects_or_self
from kakehashi.services.jet.rules.requests import runs_programme

SEEKER = Robot("jet-replacement")


def move_vacancy(vacancy: Vacancy, code: str, *, by: Actor, note: str = "", base_revision: int | None = None) -> None:
    """Where the window is closed, one waits for the next intake first. Raises ``MoveRefusedError``."""
    waited = vacancy.step == "next_intake"
    with make_move(VACANCY_FLOW, vacancy, code, by=by, note=note, base_revision=base_revision):
        if code == "search" and not waited and not _window(vacancy).is_open:
            raise MoveRefusedError(_("この退職の日では、年の途中に補いません。「次の来日で補う」を選んでください。"))


def _window(vacancy: Vacancy) -> queries.Window:
    return queries.window(vacancy, queries.rules_now(), queries.groups_of_countries())


def offer(vacancy: Vacancy, application: Application, *, until: dt.date, by: Person) -> ReplacementOffer:
    """Ask one alternate to come. Raises ``MoveRefusedError`` for one who is not ready or does not fit."""
    with act("jet.offer", vacancy, by=by, permit=runs_programme) as record:
        Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        if until < clock.today():
            raise MoveRefusedError(_("期限は、今日より前にできません。"))
        found = [one for one in queries.alternates(vacancy, None) if one.application.pk == application.pk]
        if not found or not found[0].is_ready:
            raise MoveRefusedError(_("この人には今は打診できません。一覧を確かめてください。"))
        with make_move(VACANCY_FLOW, vacancy, "offer", by=SEEKER):
            pass
        made = ReplacementOffer.objects.create(
            vacancy=vacancy, application=application, until=until, made_by=by, price=found[0].price
        )
        record.extra = {"candidate": application.number, "until": str(until)}
        notices.to_alternate(made, by)
    return made


def answer(made: ReplacementOffer, *, accepts: bool, by: Person) -> None:
    """By the alternate, or the mission in the name of this person. Raises ``MoveRefusedError``."""
    with act("jet.answer_offer", made.application, by=by, permit=selects_or_self) as record:
        _hold(made)
        if made.until < clock.today():
            raise MoveRefusedError(_("返事の期限を過ぎています。"))
        _settle(made, "accepted" if accepts else "declined", by)
        if accepts:
            with make_move(CANDIDATE_FLOW, made.application, "call_up", by=SEEKER):
                pass
            notices.to_body(made.vacancy, by)
        record.extra = {"accepts": accepts, "vacancy": made.vacancy_id}


def take_back(made: ReplacementOffer, *, by: Person) -> None:
    """The council no longer waits for an answer. Raises ``MoveRefusedError``."""
    with act("jet.take_back_offer", made.vacancy, by=by, permit=runs_programme):
        _hold(made)
        _settle(made, "withdrawn", by)


def _hold(made: ReplacementOffer) -> None:
    made.refresh_from_db(from_queryset=ReplacementOffer.objects.select_for_update(no_key=True))
    if made.state != "open":
        raise MoveRefusedError(_("この打診は、もう終わっています: %(state)s") % {"state": made.get_state_display()})


def _settle(made: ReplacementOffer, state: str, by: Actor) -> None:
    made.state, made.answered_at = state, clock.now()
    made.save(update_fields=["state", "answered_at"])
    with make_move(VACANCY_FLOW, made.vacancy, "accept" if state == "accepted" else "reopen", by=SEEKER):
        pass
    if state != "withdrawn":
        notices.of_answer(made, by)


def expire_offers(*, by: Robot) -> int:
    """End what nobody answered in time. Answers how many."""
    late = ReplacementOffer.objects.filter(state="open", until__lt=clock.today()).order_by("pk")
    found = list(late.select_related("vacancy", "application", "made_by"))
    for made in found:
        with act("jet.expire_offer", made.vacancy, by=by, permit=True):
            _settle(made, "expired", by)
    return len(found)


def arrive_instead(vacancy: Vacancy, *, on: dt.date, by: Person) -> Participant:
    """The alternate who accepted has arrived, and takes the post with its conditions. Raises ``MoveRefusedError``."""
    with (
        act("jet.arrive_instead", vacancy, by=by, permit=runs_programme),
        make_move(VACANCY_FLOW, vacancy, "arrive", by=SEEKER),
    ):
        if on > clock.today():
            raise MoveRefusedError(_("まだ来ていない日です。"))
        made = vacancy.offers.select_related("application").get(state="accepted")
        with make_move(CANDIDATE_FLOW, made.application, "depart", by=by):
            pass
        line = vacancy.participant.line
        successor = add_arrived(made.application, vacancy.organisation, line, on=on, by=by)
        vacancy.successor, vacancy.filled_on = successor, on
    return successor


def fail_to_come(vacancy: Vacancy, *, note: str, by: Person) -> None:
    """Who accepted does not come after all: withdrawn, and the search goes on. Raises ``MoveRefusedError``."""
    with act("jet.fail_to_come", vacancy, by=by, permit=runs_programme, note=note):
        if not note.strip():
            raise MoveRefusedError(_("理由を入力してください。"))
        with make_move(VACANCY_FLOW, vacancy, "reopen", by=SEEKER, note=note):
            made = vacancy.offers.select_related("application").get(state="accepted")
            with make_move(CANDIDATE_FLOW, made.application, "withdraw", by=by, note=note):
                pass
            made.state = "withdrawn"
            made.save(update_fields=["state"])


def add_rule(values: Mapping[str, Any], *, by: Person) -> ReplacementRule:
    """A rule for last days from a day on."""
    with act("jet.add_replacement_rule", None, by=by, permit=runs_programme(by)) as record:
        made = record.thing = ReplacementRule.objects.create(**values)
    return made
