from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class MoveForm(forms.Form):
    """The note that goes with a move; its prefix is the code of the move."""

    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label: Any = "", needs_note: bool = False, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label or _("ひとこと(任意)")
        self.fields["note"].required = needs_note


class DecisionForm(forms.Form):
    """Yes or no by the button that is pressed; a no says why."""

    comment = forms.CharField(
        label=gettext_lazy("ひとこと(承認しないときは理由)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decision = forms.ChoiceField(
        choices=[("approve", ""), ("refuse", "")],
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("「承認する」か「承認しない」を押してください。")},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("decision") == "refuse" and not values.get("comment"):
            self.add_error("comment", _("承認しない理由を書いてください。"))
        return values

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data["decision"] == "approve")
