"""A call like an earlier one: all is copied, days are moved by the years in between, and it is to be checked."""

from kakehashi.engines.calls import searching
from kakehashi.engines.calls.models import Call, DispatchRule, LetterTemplate, MoneyCap, MoneyRule, Scheme
from kakehashi.engines.calls.operations.calls import JUDGING, ROAD, WHEN, WHO, WORDS, check_free
from kakehashi.engines.calls.operations.calls_rows import ROWS, RULE, rows_of
from kakehashi.engines.calls.queries.editing_lacks import DAYS, later
from kakehashi.engines.calls.queries.public import ROLES
from kakehashi.engines.calls.rules import may_edit_call, may_edit_scheme
from kakehashi.foundation.access.actors import Actor
from kakehashi.foundation.audit.gate import act

SENDING = ("hour_yen", "day_yen", "tax_percent", "needs_agreement", "needs_home")


def copy_call(
    source: Call, *, fiscal_year: int, round_number: int = 1, scheme: Scheme | None = None, by: Actor
) -> Call:
    """A call in preparation, marked 要綱未確認, its money rule unconfirmed; of another `scheme` where one is named.

    Raises ``CallExistsError``.
    """
    scheme = scheme or source.scheme
    permit = may_edit_scheme(by, scheme) and may_edit_call(by, source)
    with act("calls.copy_call", None, by=by, permit=permit) as record:
        check_free(scheme, fiscal_year, round_number)
        call = Call(scheme=scheme, fiscal_year=fiscal_year, round=round_number, copied_from=source)
        for name in (*ROAD, *WORDS, *WHEN, *WHO, *JUDGING, *ROLES):
            setattr(call, name, getattr(source, name))
        for name in DAYS:
            setattr(call, name, later(getattr(source, name), fiscal_year - source.fiscal_year))
        if scheme != source.scheme:
            call.title_ja = call.title_en = ""  # it bears the name of its scheme
        call.is_unconfirmed = True
        call.save()
        _copy_lists(source, call)
        searching.hand_in_calls([call])
        record.thing, record.extra = call, {"copied_from": source.pk}
    return call


def _copy_lists(source: Call, call: Call) -> None:
    rule = MoneyRule.objects.filter(call=source).first()
    if rule is not None:
        values = {name: getattr(rule, name) for name in RULE} | {"is_confirmed": False}
        copy = MoneyRule.objects.create(call=call, **values)
        _copy_caps(rule, copy)
    if (sending := DispatchRule.objects.filter(call=source).first()) is not None:
        DispatchRule.objects.create(call=call, **{name: getattr(sending, name) for name in SENDING})
    for name, (model, columns) in ROWS.items():
        if model is not MoneyCap:
            for row in rows_of(source, name):
                kept = {column: getattr(row, column) for column in (*columns, "order")}
                model._base_manager.create(call=call, **kept)
    _copy_letters(source, call)


def _copy_letters(source: Call, call: Call) -> None:
    """Its own words; for a call of another scheme also those of the scheme it comes from, where it has none."""
    found = list(LetterTemplate.objects.filter(call=source))
    if call.scheme_id != source.scheme_id:
        own = {(one.kind, one.language) for one in found}
        of_scheme = LetterTemplate.objects.filter(scheme=source.scheme_id, call=None)
        found += [one for one in of_scheme if (one.kind, one.language) not in own]
    for one in found:
        LetterTemplate.objects.create(
            call=call, kind=one.kind, language=one.language, subject=one.subject, body=one.body, look=one.look
        )


def _copy_caps(rule: MoneyRule, copy: MoneyRule) -> None:
    columns = ROWS["caps"][1]
    MoneyCap.objects.bulk_create(
        MoneyCap(rule=copy, **{name: getattr(cap, name) for name in columns}) for cap in rule.caps.all()
    )
