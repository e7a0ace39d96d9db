"""Moves from the formal check to the decision that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls import rules
from kakehashi.engines.calls.rules import applying, routes
from kakehashi.engines.calls.rules.amounts import amount_is_within_the_rule
from kakehashi.foundation.flow.definition import Move

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application

DECIDING: tuple[Move[Application], ...] = (
    Move(
        "pass_to_scoring",
        _("採点に回す"),
        ("screening",),
        "scoring",
        rules.is_desk,
        guards=(rules.formal_check_is_done,),
        applies=rules.is_scored,
    ),
    Move(
        "pass_to_board",
        _("審査会に回す"),
        ("screening",),
        "board",
        rules.is_desk,
        guards=(rules.formal_check_is_done,),
        applies=rules.goes_to_board,
    ),
    Move(
        "pass_to_matching",
        _("相手を探しはじめる"),
        ("screening",),
        "matching",
        rules.is_desk,
        guards=(rules.formal_check_is_done,),
        applies=rules.is_matched,
    ),
    Move(
        "close_scoring",
        _("採点を締め切り、審査会に回す"),
        ("scoring",),
        "board",
        rules.is_desk,
        guards=(rules.reviews_are_in,),
    ),
    Move(
        "adopt",
        _("採択する"),
        ("board", "alternate", "matching"),
        "adopted",
        rules.is_desk,
        guards=(
            routes.somebody_is_confirmed,
            applying.track_is_chosen,
            routes.costs_are_estimated,
            amount_is_within_the_rule,
            rules.track_has_room,
        ),
        consequence=_("まだ申請団体には知らされません。通知書を発行すると知らされます。"),
    ),
    Move(
        "adopt_at_once",
        _("決定する"),
        ("screening",),
        "adopted",
        rules.is_desk,
        guards=(
            rules.formal_check_is_done,
            rules.is_eligible,
            applying.track_is_chosen,
            routes.costs_are_estimated,
            amount_is_within_the_rule,
            rules.track_has_room,
        ),
        applies=rules.is_decided_singly,
        consequence=_("まだ申請団体には知らされません。通知書を発行すると知らされます。"),
    ),
    Move("put_on_waiting", _("補欠にする"), ("board",), "alternate", rules.is_desk, is_side=True),
    Move(
        "reject",
        _("不採択にする"),
        ("board", "alternate", "matching", "screening"),
        "rejected",
        rules.is_desk,
        note_label=_("申請団体に伝える理由"),
        is_side=True,
    ),
    Move(
        "take_back_decision",
        _("決定を取り消して審査会に戻す"),
        ("adopted", "alternate"),
        "board",
        rules.is_desk,
        needs_note=True,
        note_label=_("取り消す理由"),
        is_side=True,
    ),
    Move(
        "grant",
        _("決定を通知する"),
        ("adopted",),
        "granted",
        rules.is_desk,
        guards=(routes.somebody_is_sent, routes.everybody_agreed, rules.decision_letter_is_issued),
        consequence=_("申請団体と支部に決定が知らされ、通知書が読めるようになります。"),
    ),
)
