"""The road of an application from the draft to the published result.

Which of the moves it takes is said by the row of its call, read by `applies`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.flow.applying import APPLYING
from kakehashi.engines.calls.flow.deciding import DECIDING
from kakehashi.engines.calls.flow.settling import SETTLING
from kakehashi.engines.calls.flow.steps import STEPS
from kakehashi.foundation.flow.definition import Flow, Move

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application

# Given up, by the applicant before the decision is told, by the council afterwards.
LEAVING: tuple[Move[Application], ...] = (
    Move(
        "withdraw",
        _("申請を取り下げる"),
        (
            "draft",
            "with_branch",
            "submitted",
            "returned",
            "screening",
            "scoring",
            "board",
            "matching",
            "alternate",
            "adopted",
        ),
        "withdrawn",
        rules.is_applicant,
        applies=rules.was_handed_in,
        needs_note=True,
        note_label=_("取り下げる理由"),
        is_side=True,
    ),
    Move(
        "cancel",
        _("中止にする"),
        ("granted",),
        "cancelled",
        rules.is_desk,
        guards=(rules.cancellation_is_approved,),
        note_label=_("申請団体に伝えること"),
        is_side=True,
    ),
)

APPLICATION_FLOW: Flow[Application] = Flow(
    name="calls",
    steps=STEPS,
    moves=(*APPLYING, *DECIDING, *SETTLING, *LEAVING),
)
