"""The road of a participant: appointed, and to the end of the term or away before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.services.jet.rules import participants as rules
from kakehashi.services.jet.rules.requests import runs_programme

if TYPE_CHECKING:
    from kakehashi.services.jet.models import Participant

IN_SERVICE = ("active", "leaving")

PARTICIPANT_FLOW: Flow[Participant] = Flow(
    name="jet.participants",
    steps=(
        Step("active", _("任用中"), _("任用中"), Turn.NOBODY),
        Step("leaving", _("途中退職の予定"), _("退職の予定"), Turn.OFFICE),
        Step("left", _("途中退職"), _("退職した"), Turn.NOBODY),
        Step("completed", _("満了"), _("満了した"), Turn.NOBODY),
    ),
    moves=(
        Move("leave", _("途中退職を連絡する"), ("active",), "leaving", rules.reports),
        Move("end", _("退職の日が過ぎた"), ("leaving",), "left", rules.platform),
        Move("complete", _("満了の日が過ぎた"), ("active",), "completed", rules.platform),
        Move("stay", _("退職を取りやめた"), ("leaving",), "active", runs_programme, is_side=True),
    ),
)
