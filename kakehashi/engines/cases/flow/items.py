"""The road of one item: something to arrange, or something promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.cases import rules
from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn

if TYPE_CHECKING:
    from kakehashi.engines.cases.models import Item

ITEM_FLOW: Flow[Item] = Flow(
    name="cases.item",
    steps=(
        Step("requested", _("未着手"), _("これから"), Turn.OFFICE),
        Step("arranging", _("手配中"), _("手配中"), Turn.OFFICE),
        Step("confirmed", _("確定"), _("確定"), Turn.NOBODY, is_end=True),
        Step("done", _("完了"), _("完了"), Turn.NOBODY, is_end=True),
        Step("failed", _("不調"), _("手配できませんでした"), Turn.NOBODY, is_end=True),
        Step("declined", _("対応不可"), _("お引き受けできません"), Turn.NOBODY, is_end=True),
    ),
    moves=(
        Move("start", _("手配を始める"), ("requested",), "arranging", rules.may_arrange_item),
        Move(
            "confirm",
            _("確定する"),
            ("requested", "arranging"),
            "confirmed",
            rules.may_arrange_item,
            guards=(rules.item_has_time_and_place,),
            applies=rules.is_arrangement,
        ),
        Move(
            "do",
            _("この項目を完了にする"),
            ("requested", "arranging"),
            "done",
            rules.may_arrange_item,
            applies=rules.is_promise,
        ),
        Move(
            "fail",
            _("不調にする"),
            ("requested", "arranging", "confirmed"),
            "failed",
            rules.may_arrange_item,
            needs_note=True,
            note_label=_("手配できなかった理由(依頼団体に見えます)"),
        ),
        Move(
            "decline",
            _("対応不可にする"),
            ("requested",),
            "declined",
            rules.may_arrange_item,
            needs_note=True,
            note_label=_("対応できない理由(依頼団体に見えます)"),
        ),
        Move(
            "reopen",
            _("手配に戻す"),
            ("confirmed", "done", "failed", "declined"),
            "arranging",
            rules.may_arrange_item,
            needs_note=True,
            note_label=_("戻す理由"),
        ),
    ),
)
