"""The road of a change, or of giving up, asked for after the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls import rules
from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Change

CHANGE_FLOW: Flow[Change] = Flow(
    name="calls.change",
    steps=(
        Step("draft", _("下書き"), _("下書き"), Turn.CLIENT),
        Step("submitted", _("審査中"), _("審査中"), Turn.OFFICE),
        Step("returned", _("差戻し中"), _("直していただきたい項目があります"), Turn.CLIENT),
        Step("approved", _("承認"), _("承認しました"), Turn.NOBODY, is_end=True),
        Step("noted", _("届出として受理"), _("届出を受け取りました"), Turn.NOBODY, is_end=True),
        Step("refused", _("不承認"), _("承認できませんでした"), Turn.NOBODY, is_end=True),
        Step("withdrawn", _("取下げ"), _("取下げ"), Turn.NOBODY, is_end=True),
    ),
    moves=(
        Move(
            "submit",
            _("変更を申請する"),
            ("draft",),
            "submitted",
            rules.may_ask_change,
            guards=(rules.change_is_complete,),
            applies=rules.needs_approval,
            consequence=_("担当課が審査し、承認されるまでは今の計画のままです。"),
        ),
        Move(
            "note",
            _("変更を届け出る"),
            ("draft",),
            "noted",
            rules.may_ask_change,
            guards=(rules.change_is_complete,),
            applies=rules.needs_no_approval,
            consequence=_("軽い変更のため、承認を待たずに記録されます。"),
        ),
        Move(
            "return",
            _("選んだ項目を差し戻す"),
            ("submitted",),
            "returned",
            rules.may_judge_change,
            guards=(rules.change_is_returned,),
            note_label=_("全体についてのひとこと(任意)"),
            is_side=True,
        ),
        Move(
            "correct",
            _("直した変更申請書を提出する"),
            ("returned",),
            "submitted",
            rules.may_ask_change,
            guards=(rules.change_is_mended, rules.change_is_complete),
        ),
        Move(
            "approve", _("承認する"), ("submitted",), "approved", rules.may_judge_change, note_label=_("条件など(任意)")
        ),
        Move(
            "refuse",
            _("承認しない"),
            ("submitted",),
            "refused",
            rules.may_judge_change,
            needs_note=True,
            note_label=_("承認しない理由"),
            is_side=True,
        ),
        Move(
            "withdraw",
            _("取り下げる"),
            ("draft", "submitted", "returned"),
            "withdrawn",
            rules.may_ask_change,
            is_side=True,
        ),
    ),
)
