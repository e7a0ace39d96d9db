"""Who may write of a participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.foundation.access.actors import Actor, Robot, may
from kakehashi.foundation.access.choices import Permission
from kakehashi.services.jet.rules.requests import runs_programme
from kakehashi.services.jet.terms.causes import Evidence

if TYPE_CHECKING:
    from kakehashi.services.jet.models import Participant


def is_self(by: Actor | None, participant: Participant) -> bool:
    return participant.person_id is not None and getattr(by, "pk", None) == participant.person_id


def employs(by: Actor, participant: Participant) -> bool:
    return may(by, Permission.REQUEST_SERVICES, participant.organisation_id)


def gathers(by: Actor, participant: Participant) -> bool:
    return participant.host_id is not None and may(by, Permission.FOLLOW_MEMBERS, participant.host_id)


def reports(by: Actor, participant: Participant) -> bool:
    """The organisation, whoever gathers for it, or the council tells that somebody leaves."""
    return employs(by, participant) or gathers(by, participant) or runs_programme(by)


def says(by: Actor, participant: Participant) -> bool:
    return side_of(by, participant) is not None


def side_of(by: Actor, participant: Participant) -> Evidence | None:
    """In whose name this person tells why somebody left."""
    if is_self(by, participant):
        return Evidence.SELF
    if runs_programme(by):
        return Evidence.COUNCIL
    if gathers(by, participant):
        return Evidence.HOST
    return Evidence.SUPERVISOR if employs(by, participant) else None


def platform(by: Actor, _thing: object) -> bool:
    """The platform takes things along once a day is past or somebody has answered."""
    return isinstance(by, Robot)
