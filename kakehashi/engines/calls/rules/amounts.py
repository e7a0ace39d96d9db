"""How much may be decided for: never more than the rule of the call gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kakehashi.engines.calls.choices import Gives

if TYPE_CHECKING:
    from kakehashi.engines.calls.models import Application
    from kakehashi.engines.calls.rules import Words


def amount_is_within_the_rule(application: Application) -> Words | None:
    """Of grants whose money is set; where it is not, the board says how much."""
    rule = getattr(application.call, "money_rule", None)
    if application.call.gives != Gives.MONEY or rule is None or not rule.is_set:
        return None
    most = application.computed_yen
    if most is None:
        return _("金額の決まりで計算すると、交付できる額がありません。申請か金額の決まりを確かめてください。")
    yen = most if application.decided_yen is None else application.decided_yen
    if yen > most:
        return _("計算した額(%(yen)s円)を超えて採択できません。") % {"yen": f"{most:,}"}
    least = max(1, rule.floor_yen or 0)
    if yen < least:
        return _("%(yen)s円に届かない額では採択できません。") % {"yen": f"{least:,}"}
    return None
