"""The road of a placement: reckoned by the platform, proposed, approved by the committee, announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.services.jet.rules import placement as rules
from kakehashi.services.jet.rules.requests import runs_programme

if TYPE_CHECKING:
    from kakehashi.services.jet.models import PlacementRun

PLACEMENT_FLOW: Flow[PlacementRun] = Flow(
    name="jet.placement",
    steps=(
        Step("waiting", _("計算中"), _("計算中"), Turn.NOBODY),
        Step("failed", _("計算できなかった"), _("計算できなかった"), Turn.OFFICE),
        Step("solved", _("計算済み"), _("計算済み"), Turn.OFFICE),
        Step("proposed", _("委員会の承認待ち"), _("委員会の承認待ち"), Turn.OFFICE),
        Step("approved", _("承認済み"), _("承認済み"), Turn.OFFICE),
        Step("notified", _("通知済み"), _("通知済み"), Turn.NOBODY),
        Step("dropped", _("使わない"), _("使わない"), Turn.NOBODY),
    ),
    moves=(
        Move("solve", _("計算を終える"), ("waiting",), "solved", rules.platform),
        Move("fail", _("計算を止める"), ("waiting",), "failed", rules.platform),
        Move(
            "propose",
            _("承認を求める"),
            ("solved",),
            "proposed",
            runs_programme,
            guards=(rules.is_whole, rules.is_only_one),
            consequence=_("承認する人に知らせます。"),
        ),
        Move(
            "approve",
            _("この配置を承認する"),
            ("proposed",),
            "approved",
            rules.approves,
            guards=(rules.is_only_one,),
            consequence=_("承認しても、まだ誰にも通知されません。"),
        ),
        Move(
            "notify",
            _("配置を通知する"),
            ("approved",),
            "notified",
            runs_programme,
            consequence=_("候補者、団体、取りまとめ団体、在外公館に知らせます。取り消せません。"),
        ),
        Move(
            "return",
            _("差し戻す"),
            ("proposed", "approved"),
            "solved",
            rules.approves,
            needs_note=True,
            note_label=_("直してほしいこと"),
            is_side=True,
        ),
        Move("drop", _("この計算は使わない"), ("waiting", "solved", "failed"), "dropped", runs_programme, is_side=True),
    ),
)
