"""Money rules against those who read them closely: leap years, blanks, full-width digits, many small steps."""

import datetime as dt
from typing import Any

import pytest

from kakehashi.engines.calls.choices import ChangeKind, Deciding
from kakehashi.engines.calls.forms.paying import AccountForm
from kakehashi.engines.calls.models import Application, Change, ExpenseCategory, MoneyRule
from kakehashi.engines.calls.operations.changes import start_change
from kakehashi.engines.calls.operations.papers import hand_in, keep_paper
from kakehashi.engines.calls.queries.budget import budget_of
from kakehashi.engines.calls.rules.award import Facts, Rule, award
from tests.cast import Cast
from tests.engines.calls import stories


@pytest.mark.parametrize(
    ("starts", "ends", "months", "refused"),
    [
        (dt.date(2012, 2, 29), dt.date(2013, 2, 28), 12, []),
        (dt.date(2012, 2, 29), dt.date(2013, 3, 1), 12, ["too_long"]),
        (dt.date(2011, 3, 1), dt.date(2012, 2, 29), 12, []),
        (dt.date(2012, 1, 31), dt.date(2012, 2, 29), 1, []),
        (dt.date(2012, 1, 31), dt.date(2012, 3, 1), 1, ["too_long"]),
    ],
)
def test_where_the_last_month_lacks_the_day_a_period_ends_with_it(
    starts: dt.date, ends: dt.date, months: int, refused: list[str]
) -> None:
    rule = Rule(is_set=True, longest_months=months)

    found = award(rule, Facts(requested=100_000, starts_on=starts, ends_on=ends))

    assert [one.code for one in found.refusals] == refused


def test_an_account_is_typed_with_full_width_digits_too() -> None:
    form = AccountForm(
        {
            "bank_code": "\uff10\uff10\uff10\uff15", "bank_kana": "ヒメジ", "branch_code": "\uff10\uff11\uff12",
            "branch_kana": "ホンテン", "kind": "1", "number": "\uff11\uff12\uff13", "holder_kana": "ヒメジシ",
        }
    )  # fmt: skip

    assert form.is_valid()
    assert [form.cleaned_data[name] for name in ("bank_code", "branch_code", "number")] == ["0005", "012", "0000123"]


@pytest.mark.parametrize(
    ("quantity", "counted"),
    [({}, 30_000), ({"quantity": None}, 30_000), ({"quantity": 0}, 0), ({"quantity": 1.5}, 45_000),
     ({"quantity": "2.5"}, 75_000), ({"quantity": 2}, 60_000), ({"quantity": -1}, 0)],
)  # fmt: skip
def test_no_quantity_is_no_way_round_the_unit_price(cast: Cast, quantity: dict[str, Any], counted: int) -> None:
    call = stories.call(cast)
    ExpenseCategory.objects.create(call=call, code="travel", name_ja="旅費", name_en="Travel", unit_limit_yen=30_000)

    budget = budget_of(call, {"expenses": [{"category": "travel", "item": "旅費", "amount_yen": 900_000} | quantity]})

    assert budget is not None
    assert budget.eligible_yen == counted


def spent(**amounts: int) -> list[dict[str, Any]]:
    return [{"category": name, "item": name, "amount_yen": yen} for name, yen in amounts.items()]


def changed(cast: Cast, application: Application, **answers: Any) -> Change:
    change = start_change(stories.fresh(application), ChangeKind.CHANGE, by=cast.officer)
    paper = change.paper
    keep_paper(paper, {"why": "講師が替わる"} | answers, base_revision=paper.sheet.revision, by=cast.officer)
    hand_in(paper, by=cast.officer)
    change.refresh_from_db()
    return change


def granted(cast: Cast) -> Application:
    call = stories.call(cast, deciding=Deciding.BOARD)
    MoneyRule.objects.filter(call=call).update(weighty_percent=20)
    return stories.granted(cast, call)


def test_many_small_changes_are_weighed_together(cast: Cast) -> None:
    application = granted(cast)

    first = changed(cast, application, expenses=spent(travel=1_700_000, venue=300_000))
    second = changed(cast, application, expenses=spent(travel=1_400_000, venue=600_000))

    assert (first.step, second.step) == ("noted", "submitted")


def test_a_plan_without_any_expense_left_needs_approval(cast: Cast) -> None:
    assert changed(cast, granted(cast), expenses=[]).step == "submitted"
