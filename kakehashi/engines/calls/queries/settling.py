"""What is settled: the rule of the call on what was really spent, never more than was decided."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.queries.awarding import facts_of, rule_of
from kakehashi.engines.calls.queries.letters import advanced_yen
from kakehashi.engines.calls.rules.award import award


@dataclass(frozen=True)
class Settlement:
    """Never above `most`; `steps` tell how it came about. `yen` ``None``: cannot be computed, and `why`."""

    yen: int | None
    most: int
    advanced: int
    steps: tuple[str, ...] = ()
    why: str = ""

    def left(self, yen: int) -> int:
        """What is still to be paid of this amount; below zero: what comes back."""
        return yen - self.advanced


def settlement_of(application: Application, actual: int | None) -> Settlement:
    """`actual`: what counts of the expenses in the report; ``None``: the report has no table of them."""
    decided, advanced = application.decided_yen or 0, advanced_yen(application)
    if actual is None:
        unknown = _("実績報告書に経費の表がないため、計算できません。確定する額を入力してください。")
        return Settlement(None, decided, advanced, why=unknown)
    rule = replace(
        rule_of(application.call),
        eligible_kinds=(), floor_yen=None, first_day=None, last_day=None, longest_months=None,
        starts_after_decision=False, forbids_co_subsidy=False, uses_per_year=None,
    )  # fmt: skip
    facts = replace(facts_of(application), eligible=actual, requested=None, bodies=None, uses_this_year=None)
    if not rule.is_set:
        why = _("金額の決まりが未設定のため、計算できません。確定する額を入力してください。")
        return Settlement(None, min(decided, actual), advanced, why=why)
    found = award(rule, facts)
    yen = min(decided, found.yen)
    steps = [*found.steps, *(refusal.words for refusal in found.refusals)]
    over = _("決定額 %(yen)s円 を超えるため %(yen)s円") if found.yen > decided else _("決定額 %(yen)s円 以内")
    steps.append(over % {"yen": f"{decided:,}"})
    return Settlement(yen, yen, advanced, tuple(steps))


def settlement_of_dispatch(application: Application) -> Settlement:
    """What the council spent on somebody it sent; ``most`` is 0 until that is entered."""
    dispatch, decided = getattr(application, "dispatch", None), application.decided_yen or 0
    if dispatch is None or dispatch.spent_at is None or dispatch.total_yen is None:
        return Settlement(None, 0, 0, why=_("派遣にかかった費用を先に入力してください。"))
    parts = {
        _("謝金"): dispatch.honorarium_yen, _("日当"): dispatch.daily_yen, _("旅費"): dispatch.travel_yen,
    }  # fmt: skip
    steps = [_("%(name)s %(yen)s円") % {"name": name, "yen": f"{yen:,}"} for name, yen in parts.items() if yen]
    return Settlement(min(decided, dispatch.total_yen), min(decided, dispatch.total_yen), 0, tuple(steps))
