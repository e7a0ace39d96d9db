"""What the board sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import Outcome
from kakehashi.engines.calls.models import Call, Scenario
from kakehashi.engines.calls.operations.deciding import Proposed
from kakehashi.kernel.money import read_yen


class ScenarioForm(forms.Form):
    """A new combination, from nothing or from another one."""

    name = forms.CharField(label=gettext_lazy("案の名前"), max_length=120)
    copy_of: "forms.ModelChoiceField[Scenario]" = forms.ModelChoiceField(
        Scenario.objects.none(), label=gettext_lazy("もとにする案(任意)"), required=False
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_of"].queryset = call.scenarios.all()  # type: ignore[attr-defined]  # it is a model choice


class LinesForm(forms.Form):
    """An outcome and an amount for those of these applications (ids) that were on the page, and a note on the whole."""

    note = forms.CharField(
        label=gettext_lazy("メモ"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, applications: dict[int, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = applications
        self.proposed: dict[int, Proposed] = {}

    def clean(self) -> dict[str, Any]:
        for pk, number in self.applications.items():
            outcome = self.data.get(f"outcome-{pk}")
            if outcome is None:  # on another page
                continue
            try:
                yen = _yen(self.data.get(f"yen-{pk}", ""), number)
            except forms.ValidationError as refusal:
                yen = None
                self.add_error(None, refusal)
            if outcome and outcome not in Outcome.values:
                outcome = ""
                self.add_error(None, _("%(number)s: 案を選び直してください。") % {"number": number})
            self.proposed[pk] = Proposed(outcome, yen)
        return self.cleaned_data


def _yen(typed: str, number: str) -> int | None:
    """Whole yen as people type them: 1,000,000 and in full width digits too."""
    try:
        yen = read_yen(typed) if typed.strip() else None
    except ValueError:
        yen = -1
    if yen is not None and not 0 <= yen < 10**12:
        raise forms.ValidationError(_("%(number)s: 額は数字で入力してください。") % {"number": number})
    return yen
