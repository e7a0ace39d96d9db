"""The road of a vacancy: reported, searched for, offered to an alternate, filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.flow.definition import Flow, Move, Step, Turn
from kakehashi.services.jet.rules.participants import platform
from kakehashi.services.jet.rules.requests import runs_programme

if TYPE_CHECKING:
    from kakehashi.services.jet.models import Vacancy

OPEN = ("reported", "searching", "next_intake")

VACANCY_FLOW: Flow[Vacancy] = Flow(
    name="jet.vacancies",
    steps=(
        Step("reported", _("退職の連絡あり"), _("協会が確認中"), Turn.OFFICE),
        Step("searching", _("後任をさがしている"), _("後任をさがしています"), Turn.OFFICE),
        Step("offered", _("打診中"), _("後任の候補に打診しています"), Turn.NOBODY),
        Step("accepted", _("承諾(渡航の準備)"), _("後任が決まりました"), Turn.OFFICE),
        Step("arrived", _("後任が来日した"), _("後任が来日しました"), Turn.NOBODY),
        Step("next_intake", _("次の来日で補う"), _("次の来日で補います"), Turn.OFFICE),
        Step("not_filled", _("補わない"), _("補いません"), Turn.NOBODY),
    ),
    moves=(
        Move("search", _("後任をさがす"), ("reported", "next_intake", "not_filled"), "searching", runs_programme),
        Move("offer", _("打診する"), ("searching",), "offered", platform),
        Move("accept", _("承諾された"), ("offered",), "accepted", platform),
        Move("reopen", _("次の人をさがす"), ("offered", "accepted"), "searching", platform),
        Move("arrive", _("後任が来日した"), ("accepted",), "arrived", platform),
        Move(
            "wait",
            _("次の来日で補う"),
            ("reported", "searching"),
            "next_intake",
            runs_programme,
            consequence=_("4月か夏の来日の候補者から後任を決めます。いつでも「後任をさがす」に戻せます。"),
            is_side=True,
        ),
        Move(
            "give_up",
            _("補わない"),
            ("reported", "searching", "next_intake"),
            "not_filled",
            runs_programme,
            needs_note=True,
            note_label=_("補わない理由"),
            is_side=True,
        ),
    ),
)
