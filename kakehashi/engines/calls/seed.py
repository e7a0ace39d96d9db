"""The rows this engine starts with: question sets, and every scheme of the plan with its calls.

What is there already is left alone, whatever became of it on screen; what is missing is added. Calls are not announced:
that headquarters does, after reading them.
"""

import json
from pathlib import Path
from typing import Any

from django.db import models

from kakehashi.engines.calls.models import (
    Call,
    CheckLine,
    Criterion,
    DispatchRule,
    EligibilityLine,
    ExpenseCategory,
    MoneyCap,
    MoneyRule,
    Scheme,
    Track,
)
from kakehashi.foundation.access.actors import Robot
from kakehashi.foundation.audit.gate import act
from kakehashi.foundation.forms.models import QuestionSet
from kakehashi.foundation.forms.seed import load_forms
from kakehashi.foundation.organisations.models import Organisation

DATA = Path(__file__).parent / "data"
SEED = Robot("seed")
# The parts of a call that stand in order.
PARTS = {
    "tracks": Track,
    "eligibility_lines": EligibilityLine,
    "check_lines": CheckLine,
    "criteria": Criterion,
    "expenses": ExpenseCategory,
}
Row = dict[str, Any]


def load() -> None:
    """Idempotent."""
    load_forms(DATA / "forms")
    rows = json.loads((DATA / "schemes.json").read_text(encoding="utf-8"))["schemes"]
    schemes = {scheme.code: scheme for scheme in Scheme.objects.all()}
    calls = set(Call.objects.values_list("scheme__code", "fiscal_year", "round"))
    for order, row in enumerate(rows):
        scheme = schemes.get(row["code"]) or _load_scheme(row, order)
        for wanted in row["calls"]:
            if (scheme.code, wanted["fiscal_year"], 1) not in calls:
                _load_call(scheme, wanted)


def _load_scheme(row: Row, order: int) -> Scheme:
    values = {name: value for name, value in row.items() if name not in {"desks", "calls"}}
    with act("calls.load_scheme", None, by=SEED, permit=True) as record:
        scheme = Scheme.objects.create(desk=_desk(row["desks"]), order=order, **values)
        record.thing = scheme
    return scheme


def _desk(codes: list[str]) -> Organisation:
    """The first of these organisations that is there: headquarters where it is not divided into sections."""
    found = {organisation.code: organisation for organisation in Organisation.objects.filter(code__in=codes)}
    return next(found[code] for code in codes if code in found)


def _load_call(scheme: Scheme, row: Row) -> None:
    values = {name: value for name, value in row.items() if name not in {"forms", "money", "dispatch_rule", *PARTS}}
    forms = {role: QuestionSet.objects.get(code=code) for role, code in row["forms"].items()}
    with act("calls.load_call", None, by=SEED, permit=True) as record:
        call = Call(scheme=scheme, is_unconfirmed=True, **values, **forms)
        record.thing = call
        _save(call)
        for name, model in PARTS.items():
            for order, part in enumerate(row.get(name, [])):
                _save(model(call=call, order=order, **part))
        if "money" in row:
            _load_money(call, row["money"])
        if "dispatch_rule" in row:
            _save(DispatchRule(call=call, **row["dispatch_rule"]))


def _load_money(call: Call, row: Row) -> None:
    rule = MoneyRule(call=call, **{name: value for name, value in row.items() if name != "caps"})
    _save(rule)
    for cap in row.get("caps", []):
        _save(MoneyCap(rule=rule, **cap))


def _save(row: models.Model) -> None:
    """With days, times and rates read out of the text of the file, and nothing that its column does not know."""
    row.clean_fields()
    row.save()
