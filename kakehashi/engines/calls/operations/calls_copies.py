"""A call like an earlier one: all is copied, days are moved by the years in between, and it is to be checked."""

import datetime as dt

from kakehashi.engines.calls.models import Call, LetterTemplate, MoneyCap, MoneyRule
from kakehashi.engines.calls.operations.calls import JUDGING, ROAD, WHEN, WHO, WORDS, check_free
from kakehashi.engines.calls.operations.calls_rows import ROWS, RULE, rows_of
from kakehashi.engines.calls.queries.public import ROLES
from kakehashi.engines.calls.rules import may_edit_scheme
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act
from kakehashi.kernel import clock

_DAYS = ("opens_at", "closes_at", "first_day", "last_day", "decides_on", "scoring_until")


def copy_call(source: Call, *, fiscal_year: int, round_number: int = 1, by: Actor) -> Call:
    """A call in preparation, marked 要綱未確認, its money rule unconfirmed. Raises ``CallExistsError``."""
    scheme = source.scheme
    with act("calls.copy_call", None, by=by, permit=may_edit_scheme(by, scheme)) as record:
        check_free(scheme, fiscal_year, round_number)
        call = Call(scheme=scheme, fiscal_year=fiscal_year, round=round_number, copied_from=source)
        for name in (*ROAD, *WORDS, *WHEN, *WHO, *JUDGING, *ROLES):
            setattr(call, name, getattr(source, name))
        for name in _DAYS:
            setattr(call, name, _moved(getattr(source, name), fiscal_year - source.fiscal_year))
        call.is_unconfirmed = True
        call.save()
        _copy_lists(source, call)
        record.thing, record.extra = call, {"copied_from": source.pk}
    return call


def _copy_lists(source: Call, call: Call) -> None:
    rule = MoneyRule.objects.filter(call=source).first()
    if rule is not None:
        values = {name: getattr(rule, name) for name in RULE} | {"is_confirmed": False}
        copy = MoneyRule.objects.create(call=call, **values)
        _copy_caps(rule, copy)
    for name, (model, columns) in ROWS.items():
        if model is not MoneyCap:
            for row in rows_of(source, name):
                kept = {column: getattr(row, column) for column in (*columns, "order")}
                model._base_manager.create(call=call, **kept)
    for template in LetterTemplate.objects.filter(call=source):
        LetterTemplate.objects.create(
            scheme=template.scheme, call=call, kind=template.kind, language=template.language,
            subject=template.subject, body=template.body,
        )  # fmt: skip


def _copy_caps(rule: MoneyRule, copy: MoneyRule) -> None:
    columns = ROWS["caps"][1]
    MoneyCap.objects.bulk_create(
        MoneyCap(rule=copy, **{name: getattr(cap, name) for name in columns}) for cap in rule.caps.all()
    )


def _moved(day: dt.date | dt.datetime | None, years: int) -> dt.date | dt.datetime | None:
    """The same day and hour of Japan, years later; of 29 February the 28th."""
    if day is None:
        return None
    if isinstance(day, dt.datetime):
        local = day.astimezone(clock.JAPAN)
        return dt.datetime.combine(clock.add_months(local.date(), 12 * years), local.timetz())
    return clock.add_months(day, 12 * years)
