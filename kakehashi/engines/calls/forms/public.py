"""What somebody looks for among the calls, as the address says it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import ApplicantKind, Gives
from kakehashi.engines.calls.queries.public import CallState, Sought
from kakehashi.foundation.ui.formatting import ui_fiscal_year


class SoughtForm(forms.Form):
    """What cannot be understood counts as not said."""

    fiscal_year = forms.TypedChoiceField(
        label=gettext_lazy("実施する年度"), coerce=int, required=False, empty_value=None
    )
    applicant = forms.ChoiceField(label=gettext_lazy("申請する団体"), required=False)
    gives = forms.ChoiceField(label=gettext_lazy("受けられるもの"), required=False)

    def __init__(self, asked: Mapping[str, str], years: list[int]) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields})
        every: list[Any] = [("", _("すべて"))]
        self._offer("fiscal_year", [*every, *((year, ui_fiscal_year(year)) for year in years)])
        self._offer("applicant", [*every, *ApplicantKind.choices])
        self._offer("gives", [*every, *Gives.choices])

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


def sought_in(asked: Mapping[str, str]) -> Sought:
    state = asked.get("state", "")
    year, applicant, gives = asked.get("fiscal_year", ""), asked.get("applicant", ""), asked.get("gives", "")
    return Sought(
        state=CallState(state) if state in CallState.values and state != CallState.PREPARING else CallState.OPEN,
        fiscal_year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        applicant=applicant if applicant in ApplicantKind.values else "",
        gives=gives if gives in Gives.values else "",
    )
