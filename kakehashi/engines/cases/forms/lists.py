"""The narrowing of the list of cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import CaseKind
from kakehashi.engines.cases.queries import (
    Filter,
    kinds,
    offices,
)
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.formatting import ui_fiscal_year


class FilterForm(forms.Form):
    """The narrowing of a list, out of the address of the page; what is not understood does not narrow."""

    view = forms.CharField(required=False)
    q = forms.CharField(label=gettext_lazy("ことば"), max_length=100, required=False)
    step = forms.ChoiceField(label=gettext_lazy("状態"), required=False)
    office: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("事務所"), required=False, empty_label=gettext_lazy("すべて")
    )
    service: "forms.ModelChoiceField[CaseKind]" = forms.ModelChoiceField(
        CaseKind.objects.none(),
        label=pgettext_lazy("one", "サービス"),
        required=False,
        to_field_name="service_number",
        empty_label=gettext_lazy("すべて"),
    )
    fiscal_year = forms.TypedChoiceField(label=gettext_lazy("年度"), required=False, coerce=int, empty_value=None)

    VIEWS = ("waiting", "open", "mine", "ended", "all")

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step.code, step.label) for step in CASE_FLOW.steps]
        self.fields["step"].choices = [("", _("すべて")), *steps]  # type: ignore[attr-defined]  # a ChoiceField
        labels = [(year, ui_fiscal_year(year)) for year in years]
        self.fields["fiscal_year"].choices = [("", _("すべて")), *labels]  # type: ignore[attr-defined]  # ditto
        self.fields["office"].queryset = offices().order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["service"].queryset = kinds()  # type: ignore[attr-defined]  # ditto

    def narrowed(self) -> Filter:
        self.is_valid()
        found = self.cleaned_data
        view = found.get("view")
        office, kind = found.get("office"), found.get("service")
        return Filter(
            view=view if view in self.VIEWS else "open",
            step=found.get("step") or "",
            office=office.pk if office else None,
            service=kind.service_number if kind else None,
            fiscal_year=found.get("fiscal_year"),
            text=found.get("q") or "",
        )
