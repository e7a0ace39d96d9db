"""Who travels home at the organisation's cost: three conditions, each of which is told."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.kernel.clock import add_months
from kakehashi.services.jet.terms.appointing import Term


class Condition(models.TextChoices):
    COMPLETED = "completed", _("任用期間を満了すること")
    NO_CONTRACT = "no_contract", _("任用期間の終わりから1か月以内に、同じ団体やほかの相手と新しい契約を結ばないこと")
    LEAVES = "leaves", _("任用期間の終わりから1か月以内に日本を出ること")


@dataclass(frozen=True, slots=True)
class ReturnTravel:
    """Which conditions fail, and which nobody can answer yet."""

    failing: tuple[Condition, ...]
    unanswered: tuple[Condition, ...]

    @property
    def is_entitled(self) -> bool | None:
        """``None`` while an answer is missing that decides."""
        if self.failing:
            return False
        return None if self.unanswered else True


def return_travel(
    last_term: Term, *, has_new_contract: bool | None, leaves_japan_on: dt.date | None, stays: bool = False
) -> ReturnTravel:
    """Judge the three conditions. ``None``: not known yet. `stays`: the participant has no intention to leave Japan."""
    within = add_months(last_term.full_last_day, 1)
    answers: dict[Condition, bool | None] = {
        Condition.COMPLETED: not last_term.is_cut,
        Condition.NO_CONTRACT: None if has_new_contract is None else not has_new_contract,
        Condition.LEAVES: leaves_japan_on <= within if leaves_japan_on else (False if stays else None),
    }
    return ReturnTravel(
        tuple(condition for condition, is_met in answers.items() if is_met is False),
        tuple(condition for condition, is_met in answers.items() if is_met is None),
    )
