"""The lists that belong to a call (tracks, lines, criteria, expenses, caps), replaced as a whole, row by row.

A row that something refers to stays: its number is kept, and it cannot be taken out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from kakehashi.engines.calls.models import (
    Assignment,
    Call,
    CheckLine,
    Criterion,
    EligibilityLine,
    ExpenseCategory,
    MoneyCap,
    MoneyRule,
    Score,
    Track,
)

# Each list by the name under which forms and operations speak of it: the model and what is typed of a row.
WORDS = ("text_ja", "text_en")
NAMES = ("name_ja", "name_en", "about_ja", "about_en")
ROWS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "tracks": (Track, ("code", *NAMES, "ceiling_yen", "places")),
    "eligibility_lines": (EligibilityLine, (*WORDS, "wanted", "refusal_ja", "refusal_en")),
    "check_lines": (CheckLine, WORDS),
    "criteria": (Criterion, ("code", *NAMES, "most", "weight", "anchors")),
    "expenses": (ExpenseCategory, ("code", "name_ja", "name_en", "is_eligible", "why_ja", "why_en", "unit_limit_yen")),
    "caps": (MoneyCap, ("applicant_kind", "place", "jointly", "yen")),
}
RULE = (
    "is_set", "is_confirmed", "rate", "floor_yen", "rounding_unit", "rounding", "forbids_co_subsidy",
    "starts_after_decision", "longest_months", "weighty_percent", "hours_most", "note_ja", "note_en",
)  # fmt: skip
Row = Mapping[str, Any]  # `id` of an existing row or None, and the columns


class RowKeptError(Exception):
    """A row cannot be changed so: it is used, or holds more than it would have."""


def rows_of(call: Call, name: str) -> list[Any]:
    """The rows of a list as they stand."""
    if name != "caps":
        return list(getattr(call, name).all())
    return list(MoneyCap.objects.filter(rule__call=call))


def replace_rows(call: Call, name: str, rows: Sequence[Row]) -> None:
    """Within an act that holds the call. Raises ``RowKeptError``."""
    model, columns = ROWS[name]
    if model is Track:  # held while they change, so that nothing is decided out of them meanwhile
        list(Track.objects.select_for_update(no_key=True).filter(call=call).order_by("pk"))
    known = {row.pk: row for row in rows_of(call, name)}
    if model is Criterion:
        _check_judged(call, known, rows)
    wanted = [(known.pop(row["id"], None), row) for row in rows]
    for gone in known.values():
        if _is_used(gone):
            raise RowKeptError(_("「%(row)s」はすでに使われているため、消せません。") % {"row": gone})
        gone.delete()
    for order, (row, values) in enumerate(wanted):
        found = row or _new(call, model)
        for column in columns:
            if not (column == "code" and found.pk):
                setattr(found, column, values[column])
        if "code" in columns and not found.code:
            found.code = _free_code(call, name)
        if model is not MoneyCap:
            found.order = order
        _check(found)
        found.save()


def _check_judged(call: Call, known: Mapping[int, Any], rows: Sequence[Row]) -> None:
    """Once a review was handed in, what counts and how much stays: earlier points would come to mean something else."""
    if not Assignment.objects.filter(application__call=call, submitted_at__isnull=False).exists():
        return
    counted = {pk: (row.most, row.weight) for pk, row in known.items()}
    if counted != {row["id"]: (row["most"], row["weight"]) for row in rows} or len(rows) != len(counted):
        raise RowKeptError(
            _(
                "採点を終えた審査員がいるため、観点を増やしたり減らしたり、満点や重みを変えたりできません。"
                "すでに付いた得点が変わってしまうためです。名称、見るところ、点数の目安は直せます。"
            )
        )


def _new(call: Call, model: type[Model]) -> Any:
    if model is MoneyCap:
        return MoneyCap(rule=MoneyRule.objects.get_or_create(call=call)[0])
    return model(call=call)


def _free_code(call: Call, name: str) -> str:
    """A code for a row to which nobody gave one."""
    taken = {row.code for row in rows_of(call, name)}
    number = 1
    while f"{name.rstrip('s')}-{number}" in taken:
        number += 1
    return f"{name.rstrip('s')}-{number}"


def _is_used(row: Any) -> bool:
    """Whether anything refers to the row."""
    found: list[Any] = list(row._meta.related_objects)
    return any(one.related_model._base_manager.filter(**{one.field.name: row}).exists() for one in found)


def _check(row: Any) -> None:
    """What the database would refuse, in words."""
    if isinstance(row, Criterion) and row.pk and Score.objects.filter(criterion=row, points__gt=row.most).exists():
        too_low = _("「%(criterion)s」では、すでにそれより高い点数がつけられています。満点を下げられません。")
        raise RowKeptError(too_low % {"criterion": row})
    if not isinstance(row, Track) or not row.pk:
        return
    if row.ceiling_yen is not None and row.held_yen > row.ceiling_yen:
        words = {"track": row, "held": f"{row.held_yen:,}"}
        raise RowKeptError(_("枠「%(track)s」では、すでに%(held)s円を決めています。それより少なくできません。") % words)
    if row.places is not None and row.held_count > row.places:
        words = {"track": row, "held": str(row.held_count)}
        raise RowKeptError(_("枠「%(track)s」では、すでに%(held)s件を決めています。それより少なくできません。") % words)
    allocated = sum(row.allocations.values_list("yen", flat=True))
    if allocated and row.ceiling_yen != allocated:
        words = {"track": row, "yen": f"{allocated:,}"}
        raise RowKeptError(
            _("枠「%(track)s」の予算は、財源からの配分の合計(%(yen)s円)です。配分を直してください。") % words
        )


def set_rule(call: Call, values: Mapping[str, Any]) -> None:
    """The money rule of the call, made when there was none."""
    rule = MoneyRule.objects.filter(call=call).first() or MoneyRule(call=call)
    for name in RULE:
        if name in values:
            setattr(rule, name, values[name])
    rule.save()
