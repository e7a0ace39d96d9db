"""What a dispatch costs by the rule of its call, and who bears what."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from kakehashi.engines.calls.choices import PaperKind
from kakehashi.engines.calls.models import Application, Call, Dispatch, DispatchRule, ExpenseCategory, MoneyRule


@dataclass(frozen=True)
class Costs:
    """Whole yen; ``None``: not known. The tax is a part of the honorarium."""

    hours: Decimal | None = None
    honorarium_yen: int | None = None
    daily_yen: int | None = None
    travel_yen: int | None = None
    tax_yen: int | None = None


@dataclass(frozen=True)
class Rates:
    """What the call says; empty is 未設定."""

    hour_yen: int | None = None
    day_yen: int | None = None
    tax_percent: Decimal | None = None
    hours_most: int | None = None

    def fill(self, given: Costs, days: int | None) -> Costs:
        """Work out what was left empty and can be: honorarium by the hour up to the most, per diem, tax."""
        honorarium, daily, tax = given.honorarium_yen, given.daily_yen, given.tax_yen
        if honorarium is None and self.hour_yen is not None and given.hours is not None:
            hours = given.hours if self.hours_most is None else min(given.hours, Decimal(self.hours_most))
            honorarium = _down(self.hour_yen * hours)
        if daily is None and self.day_yen is not None and days is not None:
            daily = self.day_yen * days
        if tax is None and self.tax_percent is not None and honorarium is not None:
            tax = _down(honorarium * self.tax_percent / 100)
        return Costs(given.hours, honorarium, daily, given.travel_yen, tax)


def _down(yen: Decimal) -> int:
    """Parts of a yen are dropped."""
    return int(yen.to_integral_value(ROUND_DOWN))


def rates_of(call: Call) -> Rates:
    rule = dispatch_rule_of(call)
    money = MoneyRule.objects.filter(call=call).first()
    hours = money.hours_most if money is not None else None
    return Rates(rule.hour_yen, rule.day_yen, rule.tax_percent, hours)


def dispatch_rule_of(call: Call) -> DispatchRule:
    """As it is, or an empty one that is not saved."""
    return DispatchRule.objects.filter(call=call).first() or DispatchRule(call=call)


def days_of(application: Application) -> int | None:
    """How many days somebody is away; one on one day."""
    first, last = application.starts_on, application.ends_on
    return (last - first).days + 1 if first is not None and last is not None and last >= first else None


def costs_as_known(application: Application) -> Costs:
    """As entered last; the hours else as the report, or before it the application, says."""
    dispatch = Dispatch.objects.filter(application=application).first() or Dispatch()
    hours = dispatch.hours
    if hours is None or (application.step == "report_in" and dispatch.spent_at is None):
        hours = _hours(application, PaperKind.REPORT) or _hours(application, PaperKind.APPLICATION) or hours
    return Costs(hours, dispatch.honorarium_yen, dispatch.daily_yen, dispatch.travel_yen, dispatch.tax_yen)


def _hours(application: Application, kind: PaperKind) -> Decimal | None:
    paper = application.paper_of(kind)
    said = paper.sheet.answers.get("hours") if paper is not None else None
    return Decimal(str(said)) if isinstance(said, int | float) and not isinstance(said, bool) else None


@dataclass(frozen=True)
class Bearing:
    """Who pays what: the council, and the body that receives."""

    council: list[ExpenseCategory]
    host: list[ExpenseCategory]


def bearing_of(call: Call) -> Bearing:
    categories = list(call.expenses.all())
    return Bearing([one for one in categories if one.is_eligible], [one for one in categories if not one.is_eligible])
