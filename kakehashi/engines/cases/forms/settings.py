"""How offices work."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.choices import ZONES
from kakehashi.engines.cases.models import OfficeSetting
from kakehashi.foundation.ui.differences import Difference


class OfficeSettingForm(forms.Form):
    time_zone = forms.ChoiceField(label=gettext_lazy("時間帯"))
    submit_days = forms.IntegerField(label=gettext_lazy("依頼の提出の目安(実施日の何日前)"), min_value=0, max_value=730)
    urgent_days = forms.IntegerField(
        label=gettext_lazy("急ぎの相談を受けられる限度(実施日の何日前)"), min_value=0, max_value=730
    )
    notes_ja = forms.CharField(
        label=gettext_lazy("依頼の前に読んでほしいこと"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    notes_en = forms.CharField(
        label=gettext_lazy("依頼の前に読んでほしいこと(英語)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = sorted(available_timezones() - ZONES.keys())
        zones = [*((zone, f"{words} ({zone})") for zone, words in ZONES.items()), *((zone, zone) for zone in others)]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        submit, urgent = values.get("submit_days"), values.get("urgent_days")
        if submit is not None and urgent is not None and urgent > submit:
            self.add_error("urgent_days", _("急ぎの限度は、提出の目安より実施日に近い日数にしてください。"))
        return values

    @staticmethod
    def initial_of(setting: OfficeSetting) -> dict[str, Any]:
        return {name: getattr(setting, name) for name in OfficeSettingForm.base_fields}

    def differences(self, now: OfficeSetting) -> list[Difference]:
        """Where what was typed is not what somebody else saved meanwhile."""
        theirs = self.initial_of(now)
        return [
            Difference(str(field.label), str(theirs[name]), str(self.cleaned_data[name]))
            for name, field in self.fields.items()
            if theirs[name] != self.cleaned_data[name]
        ]
