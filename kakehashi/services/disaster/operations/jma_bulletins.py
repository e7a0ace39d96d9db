"""A draft of a message becomes the draft of a bulletin: from here on it is people's."""

from typing import Any

from django.utils.translation import gettext as _

from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock
from kakehashi.services.disaster.models import Bulletin, JmaMessage
from kakehashi.services.disaster.operations.bulletins import start_bulletin
from kakehashi.services.disaster.rules.areas import may_speak_for

OWN_KINDS = ("pref", "city", "area")  # places of which it is known in whose area they lie


def start_from_message(message: JmaMessage, organisation: Organisation, *, by: Actor) -> Bulletin:
    """The bulletin of the organisation, about the places that are its own. Raises ``MoveRefusedError``."""
    message.refresh_from_db()
    if not message.can_be_drafted:
        raise MoveRefusedError(_("この電文は取り消されたか、新しい電文が届いています。新しい電文を確かめてください。"))
    if message.exercise is not None and message.exercise.organisation_id != organisation.pk:
        raise MoveRefusedError(_("訓練の電文は、訓練をする団体だけが使えます。"))
    ends = message.valid_until if message.valid_until and message.valid_until > clock.now() else None
    return start_bulletin(
        organisation,
        title=message.title[:160],
        by=by,
        areas=[area for area in message.areas if may_speak_for(organisation, area)],
        valid_until=ends,
        lines=own_lines(message.draft["sentences"], organisation),
        exercise=message.exercise,
        message=message,
    )


def own_lines(sentences: list[dict[str, Any]], organisation: Organisation) -> list[dict[str, Any]]:
    """Each sentence with the places that the organisation may speak for; without any of them it is left out.

    Where that would leave no place at all, everything is kept: people decide what to make of it.
    """
    narrowed = [{**sentence, "slots": _own_slots(sentence["slots"], organisation)} for sentence in sentences]
    kept = [sentence for sentence in narrowed if [] not in sentence["slots"].values()]
    return kept if any(map(_names_a_place, kept)) else sentences


def _names_a_place(sentence: dict[str, Any]) -> bool:
    return any(isinstance(value, list) and ":" in value[0] for value in sentence["slots"].values())


def _own_slots(slots: dict[str, Any], organisation: Organisation) -> dict[str, Any]:
    return {name: _own(value, organisation) if isinstance(value, list) else value for name, value in slots.items()}


def _own(values: list[str], organisation: Organisation) -> list[str]:
    return [value for value in values if not value.startswith(OWN_KINDS) or may_speak_for(organisation, value)]
