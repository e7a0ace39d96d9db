"""Lists of a call, typed row by row: tracks, lines, criteria, expenses, caps. A blank one is for a new row."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.forms.editing_fields import AnchorsField, fields_of
from kakehashi.engines.calls.models import Call, MoneyCap
from kakehashi.engines.calls.operations.calls_rows import ROWS, Row, rows_of
from kakehashi.engines.calls.queries.public import cap_words

MOST = 60
BLANK = 1
CODE_HELP = gettext_lazy("英小文字、数字、ハイフン(-)。空欄なら自動で付けます。あとから変えられません。")
EXPENSE_HELP = gettext_lazy("予算の表の「費目」の値と合わせます。英小文字、数字、ハイフン(-)。あとから変えられません。")
TITLES: dict[str, str | Promise] = {
    "tracks": gettext_lazy("枠"),
    "eligibility_lines": gettext_lazy("申請資格の確認"),
    "check_lines": gettext_lazy("形式審査の確認項目"),
    "criteria": gettext_lazy("審査の観点"),
    "expenses": gettext_lazy("費目"),
    "caps": gettext_lazy("上限額"),
}
# What tells one row from another, for which nothing may stand twice.
KEYS = {
    "tracks": ("code",), "criteria": ("code",), "expenses": ("code",), "caps": ("applicant_kind", "place", "jointly"),
}  # fmt: skip


class LineForm(forms.Form):
    """One row. `id` names the row it was; a code is typed for a new row only."""

    use_required_attribute = False
    list_name: ClassVar[str] = ""
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model, columns = ROWS[self.list_name]
        self.fields.update(fields_of(model, columns))
        if "anchors" in columns:
            self.fields["anchors"] = AnchorsField(
                label=_("点数の目安"), required=False, help_text=_("1行ずつ「点数 | 日本語 | 英語」と書きます。")
            )
        if "code" in columns:
            code = self.fields["code"]
            code.required = self.list_name == "expenses" and not self.initial
            code.help_text = EXPENSE_HELP if self.list_name == "expenses" else CODE_HELP
            code.disabled = bool(self.initial)
        for name in ("name_en",):
            if name in self.fields:
                self.fields[name].required = True

    @property
    def legend(self) -> str:
        """What the row is called now; of a blank row that it is new."""
        return str(self.initial.get("legend") or _("新しい行"))


class LineSet(BaseFormSet[LineForm]):
    name: str = ""

    def clean(self) -> None:
        """No two rows for the same."""
        keys = KEYS.get(self.name)
        seen = set()
        for form in self.ordered_forms if keys and self.is_valid() else []:
            key = tuple(form.cleaned_data[name] for name in keys or ())
            if key in seen and any(key):
                raise ValidationError(_("同じコード、または同じ条件の行が2つあります。一つにしてください。"))
            seen.add(key)

    def rows(self) -> list[Row]:
        """What the operation takes: the rows that stay, in their order."""
        columns = ("id", *ROWS[self.name][1])
        return [{name: form.cleaned_data[name] for name in columns} for form in self.ordered_forms]

    @property
    def title(self) -> str:
        return str(TITLES[self.name])


def line_set(call: Call, name: str, data: Any = None) -> LineSet:
    """The rows of a list as they stand, and a blank one."""
    form = type("Line", (LineForm,), {"list_name": name})
    factory = formset_factory(
        form, formset=LineSet, extra=BLANK, can_order=True, can_delete=True, can_delete_extra=False,
        max_num=MOST, validate_max=True, absolute_max=MOST + BLANK,
    )  # fmt: skip
    made: Any = factory(data, initial=initial_rows(call, name), prefix=name)
    made.name = name
    for one in made:
        one.fields["ORDER"].label = _("並び順")
        if name == "caps":  # the row that names most counts, wherever it stands
            one.fields["ORDER"].widget = forms.HiddenInput()
        if "DELETE" in one.fields:
            one.fields["DELETE"].label = _("この行を消す")
    found: LineSet = made
    return found


def _legend(row: Any) -> str:
    if not isinstance(row, MoneyCap):
        return str(row)
    return cap_words(row.get_applicant_kind_display(), row.get_place_display(), row.get_jointly_display())


def initial_rows(call: Call, name: str) -> list[dict[str, Any]]:
    columns = ROWS[name][1]
    rows = rows_of(call, name) if call.pk else []
    return [
        {"id": row.pk, "legend": _legend(row)} | {column: getattr(row, column) for column in columns} for row in rows
    ]
