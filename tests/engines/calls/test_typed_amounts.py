"""An amount with commas, in full-width digits or with 円 is understood wherever money is typed; else it is said how."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.urls import reverse

import kakehashi
from kakehashi.engines.calls.choices import ChangeKind, Deciding, Outcome, PaperKind, Pays
from kakehashi.engines.calls.forms.after import ApproveForm, SettleForm
from kakehashi.engines.calls.forms.board import LinesForm
from kakehashi.engines.calls.forms.dispatching import CostsForm, DispatchRuleForm
from kakehashi.engines.calls.forms.editing import MoneyForm
from kakehashi.engines.calls.forms.funding import AllocateForm, FundForm, NewFundForm
from kakehashi.engines.calls.forms.paying import AdvanceForm, ReturnForm
from kakehashi.engines.calls.forms.reckoning import FactsForm
from kakehashi.engines.calls.models import Application, MoneyRule, Payment
from kakehashi.engines.calls.operations.changes import start_change
from kakehashi.engines.calls.operations.paying import register_account
from kakehashi.engines.calls.queries.awarding import rule_of
from kakehashi.foundation.forms.yen import YenField
from tests.cast import Cast
from tests.conftest import SignIn
from tests.engines.calls import stories
from tests.engines.calls.typing_in import typed

WRITTEN = "５００，０００円"
WRONG = "金額を円の整数で入力してください(例: 1,234,000)。"


def amounts(form: type[forms.Form]) -> list[str]:
    return [name for name, field in form.base_fields.items() if isinstance(field, YenField)]


@pytest.mark.parametrize("form", [ApproveForm, SettleForm, CostsForm, DispatchRuleForm, FundForm, NewFundForm,
                                  AllocateForm, AdvanceForm, ReturnForm])  # fmt: skip
def test_every_form_that_asks_for_yen_reads_them_as_people_type(form: type[forms.Form]) -> None:
    asked = [name for name, field in form.base_fields.items() if "円)" in str(field.label)]

    assert asked == amounts(form) != []


def test_no_field_asks_for_yen_by_a_bare_number() -> None:
    """Read in the source: what is called `…yen` or labelled in yen is no ``IntegerField``."""
    found = []
    for path in Path(kakehashi.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "forms.IntegerField"
                and "円" in ast.unparse(node)
            ):
                found.append(f"{path.name}:{node.lineno}")

    assert found == []


@pytest.mark.parametrize(("written", "yen"), [(WRITTEN, 500_000), ("500,000", 500_000), ("", None)])
def test_what_was_typed_is_understood(written: str, yen: int | None) -> None:
    form = ApproveForm({"new_yen": written, "note": ""})

    assert (form.errors, form.cleaned_data["new_yen"]) == ({}, yen)


@pytest.mark.parametrize("written", ["50万円", "500.5", "5,00", "about 500"])
def test_what_is_not_understood_is_said(written: str) -> None:
    form = ApproveForm({"new_yen": written, "note": ""})

    assert form.errors == {"new_yen": [WRONG]}


def test_an_amount_is_shown_with_its_commas_and_unchanged_when_it_comes_back() -> None:
    form = FundForm(
        {"name_ja": "財源", "amount_yen": "20,000,000"}, initial={"name_ja": "財源", "amount_yen": 20_000_000}
    )

    assert 'value="20,000,000"' in str(FundForm(initial={"amount_yen": 20_000_000})["amount_yen"])
    assert form.changed_data == []


def test_the_board_reads_them(cast: Cast) -> None:
    data = {
        "outcome-1": Outcome.ADOPT,
        "yen-1": WRITTEN,
        "outcome-2": "",
        "yen-2": "五十万",
        "outcome-3": "",
        "yen-3": "-1",
    }
    form = LinesForm({1: "N-1", 2: "N-2", 3: "N-3"}, data)

    assert form.errors["__all__"] == ["N-2: 額は数字で入力してください。", "N-3: 額は数字で入力してください。"]
    assert form.proposed[1].yen == 500_000


def test_the_editor_and_the_calculator_read_them(cast: Cast) -> None:
    call = stories.call(cast)
    facts = FactsForm(
        rule_of(call), {"applicant_kind": "municipality", "jointly": "alone", "eligible": "４，０００，０００円"}
    )

    assert isinstance(MoneyForm(call).fields["floor_yen"], YenField)
    assert (facts.is_valid(), facts.facts().eligible) == (True, 4_000_000)


def test_the_money_rule_is_kept_as_it_was_typed(cast: Cast, sign_in: SignIn) -> None:
    call = stories.call(cast, announced_at=None)
    client, page = sign_in(stories.section(cast)[1]), reverse("calls:part", args=[call.pk, "money"])
    sent = typed(client.get(page)) | {"floor_yen": "２００，０００円"}

    answer = client.post(page, sent)

    assert (answer.status_code, MoneyRule.objects.get(call=call).floor_yen) == (302, 200_000)


def test_the_road_of_the_money_by_hand(cast: Cast, sign_in: SignIn) -> None:
    """An advance, the report, the amount that is fixed: each typed as people do."""
    application = stories.granted(cast, stories.call(cast, deciding=Deciding.BOARD, pays=Pays.ADVANCE))
    register_account(cast.himeji, stories.ACCOUNT, by=cast.officer)
    client, staff = sign_in(cast.officer), sign_in(stories.section(cast)[1])

    client.post(reverse("calls:advance", args=[application.pk]), {"yen": "３００，０００円"})
    Payment.objects.update(state="paid", paid_on="2012-07-09")
    _report(cast, application, client)
    staff.post(reverse("calls:settle", args=[application.pk]), {"yen": WRITTEN, "note": "実績による"})

    settled = stories.fresh(application)
    assert (Payment.objects.get().yen, settled.step, settled.settled_yen) == (300_000, "settled", 500_000)


def _report(cast: Cast, application: Application, client: Any) -> None:
    paper = application.paper_of(PaperKind.REPORT)
    assert paper is not None
    form = reverse("calls:paper", args=[application.pk, paper.pk])
    sent = typed(client.get(form)) | {"result": "120人", "expenses-0-amount_yen": "１，２００，０００円", "save": "1"}
    assert client.post(form, sent).status_code in {200, 302}
    assert client.post(reverse("calls:paper_check", args=[application.pk, paper.pk])).status_code == 302


def test_a_change_takes_them(cast: Cast, sign_in: SignIn) -> None:
    application = stories.granted(cast)
    change = start_change(application, ChangeKind.CHANGE, by=cast.officer)
    client, form = sign_in(cast.officer), reverse("calls:paper", args=[application.pk, change.paper_id])

    client.post(form, typed(client.get(form)) | {"why": "縮小", "new_yen": "８００，０００円", "save": "1"})

    change.refresh_from_db()
    assert change.paper.sheet.answers["new_yen"] == 800_000
