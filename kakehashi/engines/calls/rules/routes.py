"""Who may do what on the special roads: dispatches, nominations, matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import Gives, Pays, ProposalState
from kakehashi.engines.calls.rules import Words, is_applicant, is_desk, is_matched, may_edit_application
from kakehashi.foundation.access.actors import Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application, Call, Candidate, Expert, Nomination
    from kakehashi.foundation.access.actors import Actor
    from kakehashi.foundation.organisations.models import Person

# While somebody else can still be sent.
CHOOSING = {"submitted", "screening", "scoring", "board", "alternate", "adopted", "granted"}
# While what a dispatch costs is an estimate, and once the report tells what it did cost.
ESTIMATING = CHOOSING
SPENDING = {"report_in", "report_returned"}
# While candidates are proposed and confirmed; a decision taken back stands at the board.
MATCHING = ("matching", "board", "alternate", "adopted")


# --- Dispatches -------------------------------------------------------------------------------------------------------
def may_wish_for(actor: Actor, application: Application) -> bool:
    return (
        application.call.gives == Gives.PERSON
        and application.step == "draft"
        and may_edit_application(actor, application)
    )


def may_choose_sent(actor: Actor, application: Application) -> bool:
    return application.call.gives == Gives.PERSON and application.step in CHOOSING and is_desk(actor, application)


def is_own_entry(actor: Actor | None, expert: Expert) -> bool:
    """Whoever is registered keeps what is said of them, and their days away."""
    return actor is not None and expert.person_id is not None and expert.person == actor


def may_keep_entry(actor: Actor | None, expert: Expert) -> bool:
    return may(actor, Permission.HANDLE_CALLS) or is_own_entry(actor, expert)


def may_set_costs(actor: Actor, application: Application) -> bool:
    is_there = application.call.gives == Gives.PERSON and application.step in ESTIMATING | SPENDING
    return is_there and is_desk(actor, application)


def may_see_costs(actor: Actor, application: Application) -> bool:
    """What somebody is paid is no business of the body that receives them."""
    return is_desk(actor, application) or may(actor, Permission.PAY)


# --- Nominations ------------------------------------------------------------------------------------------------------
def may_nominate(actor: Actor, call: Call, nominator: Organisation) -> bool:
    return call.takes_nominations and may(actor, Permission.REQUEST_SERVICES, nominator.pk)


def may_accept(actor: Actor, nomination: Nomination) -> bool:
    """Yes or no: officers of the nominated body."""
    return may(actor, Permission.REQUEST_SERVICES, nomination.body_id)


def may_withdraw_nomination(actor: Actor, nomination: Nomination) -> bool:
    return may(actor, Permission.REQUEST_SERVICES, nomination.nominator_id)


# --- Matching ---------------------------------------------------------------------------------------------------------
def offices_of(person: Person | None) -> list[int]:
    """The offices abroad for which this person works."""
    held = standing(person).where(Permission.HANDLE_CASES)
    offices = Organisation.objects.filter(pk__in=held, kind=OrganisationKind.OFFICE)
    return list(offices.values_list("pk", flat=True))


def may_match(actor: Actor, call: Call) -> bool:
    """Propose and confirm: the section in charge."""
    return call.gives == Gives.MATCH and may(actor, Permission.HANDLE_CALLS, call.scheme.desk_id)


def takes_candidates(call: Call) -> bool:
    """Whether officials from abroad are nominated in it: matched with hosts, or invited to those already chosen."""
    return call.gives == Gives.MATCH or call.has_invitees


def runs_candidates(actor: Actor, call: Call) -> bool:
    return takes_candidates(call) and may(actor, Permission.HANDLE_CALLS, call.scheme.desk_id)


def may_enter_candidates(actor: Actor, call: Call) -> bool:
    """The section in charge, and offices abroad."""
    if not takes_candidates(call):
        return False
    return runs_candidates(actor, call) or (not isinstance(actor, Robot) and bool(offices_of(actor)))


def may_edit_candidate(actor: Actor, candidate: Candidate) -> bool:
    """The section; of an office's countries the office."""
    if runs_candidates(actor, candidate.call):
        return True
    if isinstance(actor, Robot):
        return False
    return candidate.country.offices.filter(pk__in=offices_of(actor)).exists()


def may_propose(actor: Actor, application: Application) -> bool:
    is_matching = application.call.gives == Gives.MATCH and application.step in MATCHING
    return is_matching and is_desk(actor, application)


def may_answer_proposals(actor: Actor, application: Application) -> bool:
    return application.step == "matching" and is_applicant(actor, application)


# --- Guards: why not yet ----------------------------------------------------------------------------------------------
def somebody_is_sent(application: Application) -> Words | None:
    """Where a person is given, it is said who."""
    if application.call.gives != Gives.PERSON or getattr(getattr(application, "dispatch", None), "sent_id", None):
        return None
    return _("派遣する人を先に選んでください。")


def somebody_is_confirmed(application: Application) -> Words | None:
    """Where a match is given, it is said with whom."""
    if not is_matched(application) or application.proposals.filter(state=ProposalState.CONFIRMED).exists():
        return None
    return _("受け入れる人を先に決めてください。")


def costs_are_estimated(application: Application) -> Words | None:
    """Where the council pays whoever is sent out of a budget, it is known how much that will be."""
    track, call = application.track, application.call
    if call.gives != Gives.PERSON or call.pays != Pays.DIRECT or track is None or track.ceiling_yen is None:
        return None
    return (
        _("派遣の費用の見込みを先に入力してください。予算から引く額になります。")
        if application.computed_yen is None
        else None
    )


def everybody_agreed(application: Application) -> Words | None:
    """Where the call asks for it, the host signed and the home body said yes."""
    rule = getattr(application.call, "dispatch_rule", None)
    dispatch = getattr(application, "dispatch", None)
    if application.call.gives != Gives.PERSON or rule is None:
        return None
    if rule.needs_agreement and getattr(dispatch, "agreed_on", None) is None:
        return _("受入れ側と協定書を交わし、その日を入力してください。")
    if rule.needs_home and getattr(dispatch, "home_agreed_on", None) is None:
        return _("派遣する人の所属団体の了解を得て、その日を入力してください。")
    return None
