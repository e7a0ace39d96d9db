"""Who answers whether somebody stays, who confirms it, and what each needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.services.jet.rules import participants as rules
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.terms.reappointing import Standing, standing

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from kakehashi.services.jet.models import Reappointment


def answers_for_organisation(by: Actor, one: Reappointment) -> bool:
    return rules.reports(by, one.participant)


def answers_for_participant(by: Actor, one: Reappointment) -> bool:
    """Oneself; the organisation writes it down for who has no sign-in."""
    if rules.is_self(by, one.participant):
        return True
    return one.participant.person_id is None and rules.reports(by, one.participant)


def answers(by: Actor, one: Reappointment) -> bool:
    return answers_for_organisation(by, one) or answers_for_participant(by, one)


def confirms(by: Actor, one: Reappointment) -> bool:
    """Whoever gathers for the organisation, or the council."""
    return rules.gathers(by, one.participant) or runs_programme(by)


def both_stay(one: Reappointment) -> bool:
    return one.stays is True


def somebody_ends(one: Reappointment) -> bool:
    return one.stays is False


def within_limit(one: Reappointment) -> Promise | None:
    """The limit of years is kept; beyond the normal one there is a reason."""
    found = standing(one.participant.arrival, one.participant.count)
    if found == Standing.LIMIT:
        return _("任用の上限に達しているので、再任用できません。")
    if found == Standing.EXCEPTIONAL and not one.reason.strip():
        return _("通常の上限を超えるので、団体の理由が要ります。")
    return None
