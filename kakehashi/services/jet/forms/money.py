"""A rate as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.forms.yen import YenField
from kakehashi.kernel import clock, japanese
from kakehashi.services.jet.forms.participants import countries_abroad, date
from kakehashi.services.jet.models.money import BODIES
from kakehashi.services.jet.money.rates import BASES, Basis, Kind
from kakehashi.services.jet.terms.reappointing import LIMITS

MOST = 100_000_000  # yen
_ANY = [("", gettext_lazy("条件にしない"))]
_YEARS = [(str(year), str(year)) for year in range(1, LIMITS.exceptional + 1)]


class RateForm(forms.Form):
    """For whom, how much, from when on."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=gettext_lazy("項目"), choices=Kind.choices)
    amount = YenField(
        label=gettext_lazy("額(円)"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("わからないときは空欄にします。0円とは別に「未設定」と示します。"),
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("数え方"),
        required=False,
        choices=[("", gettext_lazy("その項目のふつうの数え方")), *Basis.choices],
    )
    valid_from = date(gettext_lazy("いつから"))
    reason = forms.CharField(
        label=gettext_lazy("過去にさかのぼって変える理由"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("今日より前の日から変えるときに書きます。"),
    )
    source = forms.CharField(
        label=gettext_lazy("出典"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("通知の名前と日付など、額を確かめられるもの。"),
    )
    scheme = forms.ChoiceField(label=gettext_lazy("報酬の制度"), required=False)
    contract_year = forms.TypedChoiceField(
        label=gettext_lazy("契約年"),
        required=False,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know words only
        choices=[*_ANY, *_YEARS],
    )
    country = forms.ModelChoiceField(
        countries_abroad(), label=gettext_lazy("国"), required=False, empty_label=gettext_lazy("条件にしない")
    )
    organisation_kind = forms.ChoiceField(label=gettext_lazy("団体の区分"), required=False, choices=[*_ANY, *BODIES])

    def __init__(self, schemes: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.fields["scheme"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        found.choices = [*_ANY, *schemes]

    def clean_source(self) -> str:
        return japanese.clean_line(self.cleaned_data["source"])

    def clean_reason(self) -> str:
        return japanese.clean_line(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kind, basis, start = found.get("kind"), found.get("basis"), found.get("valid_from")
        if kind and basis and basis not in BASES[Kind(kind)]:
            usual = "、".join(str(one.label) for one in BASES[Kind(kind)])
            self.add_error("basis", _("この項目は「%(usual)s」で数えます。") % {"usual": usual})
        if start is not None and start < clock.today() and not found.get("reason"):
            self.add_error("reason", _("過ぎた日から変えるときは、理由を書いてください。"))
        if found.get("amount") is not None and not found.get("source"):
            self.add_error("source", _("額の出典を書いてください。"))
        return found

    def values(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        found["country"] = found["country"].pk if found["country"] else ""
        found["basis"] = found["basis"] or str(BASES[Kind(found["kind"])][0])
        return found
