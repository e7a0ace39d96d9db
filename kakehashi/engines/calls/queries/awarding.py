"""The money rule of a call and the facts of an application, as the calculation of an award takes them."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace

from kakehashi.engines.calls.choices import Pays
from kakehashi.engines.calls.models import Application, Call, MoneyCap, MoneyRule, Scheme
from kakehashi.engines.calls.queries.taking import take_over
from kakehashi.engines.calls.rules.award import Award, Cap, Facts, Rule, award
from kakehashi.foundation.forms.models import Answers
from kakehashi.foundation.ui.languages import spoken
from kakehashi.kernel.clock import japan_day
from kakehashi.kernel.money import Rounding


def rule_of(call: Call) -> Rule:
    """Without a row the money is not set."""
    money = MoneyRule.objects.prefetch_related("caps").filter(call=call).first() or MoneyRule(call=call)
    return rule_with(call, money, money.caps.all() if money.pk else [])


def rule_with(call: Call, money: MoneyRule, caps: Iterable[MoneyCap]) -> Rule:
    """The rule of this call with this money, kept or only thought of."""
    return Rule(
        is_set=money.is_set,
        gives_money=call.pays != Pays.NOTHING,
        paid_by_council=call.pays == Pays.DIRECT,
        eligible_kinds=tuple(call.eligible_kinds),
        caps=tuple(Cap(cap.yen, cap.applicant_kind, cap.place, cap.jointly) for cap in caps),
        rate=money.rate,
        floor_yen=money.floor_yen,
        rounding_unit=money.rounding_unit,
        rounding=Rounding(money.rounding),
        first_day=call.first_day,
        last_day=call.last_day,
        longest_months=money.longest_months,
        starts_after_decision=money.starts_after_decision,
        forbids_co_subsidy=money.forbids_co_subsidy,
        uses_per_year=call.uses_per_year,
    )


def facts_of(application: Application, uses: int | None = None) -> Facts:
    """What its columns say; the decision counts from the day it was made. `uses`: counted already.

    What a body applies for and an NGO carries out is carried by both of them together.
    """
    decided_at = application.decided_at
    carries = 1 if application.implementer_id else 0
    return Facts(
        applicant_kind=application.applicant_kind,
        place=application.place or None,
        joint=application.is_joint or bool(carries),
        bodies=application.bodies + carries,
        eligible=application.eligible_yen,
        requested=application.requested_yen,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        decided_on=japan_day(decided_at) if decided_at else application.call.decides_on,
        uses_this_year=application.uses_before() if uses is None else uses,
        co_subsidy=application.has_co_subsidy,
    )


def award_of(application: Application) -> Award:
    """What it would get by the rule of its call."""
    return award(rule_of(application.call), facts_of(application))


@dataclass(frozen=True)
class Preview:
    """What an application would get as it is typed now. `is_begun`: there is an amount to reckon with."""

    award: Award
    is_set: bool
    is_confirmed: bool
    note: str
    is_begun: bool


def preview_of(application: Application, answers: Answers) -> Preview | None:
    """Nothing of it is kept; ``None``: the call gives no money, or pays it itself and says no amounts."""
    rule = rule_of(application.call)
    if application.call.pays == Pays.NOTHING or (application.call.pays == Pays.DIRECT and not rule.is_set):
        return None
    imagined = copy(application)
    take_over(imagined, answers)
    money = getattr(application.call, "money_rule", None)
    return Preview(
        award=award(rule, facts_of(imagined)),
        is_set=rule.is_set,
        is_confirmed=money is not None and money.is_confirmed,
        note=spoken(money.note_ja, money.note_en) if money is not None else "",
        is_begun=rule.paid_by_council or bool(imagined.eligible_yen or imagined.requested_yen),
    )


def award_alone(application: Application) -> Award | None:
    """What it would get if nobody else took part; ``None``: the call gives no money, or says no amounts."""
    call, rule = application.call, rule_of(application.call)
    if call.pays in {Pays.NOTHING, Pays.DIRECT} or not rule.is_set:
        return None
    carries = 1 if application.implementer_id else 0
    return award(rule, replace(facts_of(application), joint=bool(carries), bodies=1 + carries))


def scheme_named(code: str) -> Scheme | None:
    return Scheme.objects.filter(code=code).first()


def call_in(scheme: Scheme, fiscal_year: int, number: int) -> Call | None:
    """The call of this scheme in this year and round."""
    return Call.objects.filter(scheme=scheme, fiscal_year=fiscal_year, round=number).first()
