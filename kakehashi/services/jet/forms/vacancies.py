"""An offer, an arrival, and a rule of replacement as they are typed."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.kernel import clock
from kakehashi.services.jet.forms.participants import countries_abroad, date
from kakehashi.services.jet.models import ReplacementRule


class OfferForm(forms.Form):
    """Until when the alternate whose number is chosen in the list is to answer."""

    use_required_attribute = False
    until = date(gettext_lazy("返事の期限"))


class ArriveForm(forms.Form):
    use_required_attribute = False
    on = date(gettext_lazy("後任が来日した日"))

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("まだ来ていない日です。"))
        return day


class RuleForm(forms.ModelForm[ReplacementRule]):
    """From which last days on leavers are replaced until when; the operation saves."""

    use_required_attribute = False

    class Meta:
        model = ReplacementRule
        fields = [
            "since",
            "group",
            "country",
            "closes_month",
            "closes_day",
            "opens_month",
            "opens_day",
            "visa_days",
            "flight_days",
            "source",
        ]
        widgets = {"since": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "closes_month": gettext_lazy("空欄なら、1年中補います。"),
            "opens_month": gettext_lazy("空欄なら、夏の来日のあと(8月1日)から再び補います。"),
            "group": gettext_lazy("空欄なら、すべての国です。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = countries_abroad()  # type: ignore[attr-defined]  # a field of models

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("group") and found.get("country"):
            self.add_error("country", _("国のまとまりか国の、どちらかだけを選んでください。"))
        for name in ("closes", "opens"):
            self._check_day(name, found.get(f"{name}_month"), found.get(f"{name}_day"))
        return found

    def _check_day(self, name: str, month: int | None, day: int | None) -> None:
        if (month is None) != (day is None):
            self.add_error(f"{name}_day", _("月と日の両方を入れるか、両方を空欄にしてください。"))
        elif month is not None and day is not None:
            try:
                dt.date(2012, month, day)  # a leap year: 29 February is a day
            except ValueError:
                self.add_error(f"{name}_day", _("この月日はありません。"))

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
