"""Participants as rows of an Excel file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.kernel import clock, japanese
from kakehashi.services.jet.choices import Position
from kakehashi.services.jet.forms.requests import Countries
from kakehashi.services.jet.models import Participant
from kakehashi.services.jet.models.participants import MOST_TERMS

NEEDED = ("number", "name", "country", "position", "code", "arrived_on")


class ParticipantRowForm(forms.Form):
    """Somebody by the JET number. The last columns are for reading: what stands in them follows from the others."""

    number = forms.RegexField(
        r"^20\d{9}$",
        label=gettext_lazy("JET番号"),
        error_messages={"invalid": gettext_lazy("20で始まる11けたの数字です。")},
    )
    name = forms.CharField(label=gettext_lazy("氏名"), max_length=120)
    country = forms.ChoiceField(label=gettext_lazy("国"))
    position = forms.ChoiceField(label=gettext_lazy("職種"), choices=Position.choices)
    code = forms.CharField(label=gettext_lazy("団体コード"), max_length=40)
    body = forms.CharField(label=gettext_lazy("任用団体"), required=False)
    arrived_on = forms.DateField(label=gettext_lazy("来日した日"))
    count = forms.IntegerField(
        label=gettext_lazy("任用した回数"), min_value=1, max_value=MOST_TERMS, required=False, initial=1
    )
    joins = forms.BooleanField(label=gettext_lazy("4月の来日で、夏のBグループの日程に合わせる"), required=False)
    ends_on = forms.CharField(label=gettext_lazy("任用の最後の日"), required=False)
    step = forms.CharField(label=gettext_lazy("状態"), required=False)

    def __init__(self, countries: Countries, organisations: dict[str, Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.organisations = countries, organisations
        found = self.fields["country"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        found.choices = countries

    def clean_name(self) -> str:
        return japanese.clean_line(self.cleaned_data["name"])

    def clean_code(self) -> str:
        code = japanese.clean_line(self.cleaned_data["code"])
        code = code.zfill(6) if code.isascii() and code.isdigit() else code  # what Excel takes for a number
        if code not in self.organisations:
            raise forms.ValidationError(_("この団体コードの自治体はありません。"))
        return code

    def clean_arrived_on(self) -> Any:
        day = self.cleaned_data["arrived_on"]
        if day > clock.today():
            raise forms.ValidationError(_("まだ来ていない日です。"))
        return day

    def clean_count(self) -> int:
        return self.cleaned_data["count"] or 1

    def values(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in ("number", "name", "position", "arrived_on", "count")}
        body = self.organisations[self.cleaned_data["code"]]
        return {**found, "country_id": self.cleaned_data["country"], "organisation": body}


def row_values(one: Participant) -> dict[str, Any]:
    """A participant as `ParticipantRowForm` takes it, without what is for reading; load ``organisation``."""
    found = {name: getattr(one, name) for name in ("number", "name", "position", "arrived_on", "count")}
    return {**found, "country": one.country_id, "code": one.organisation.code, "joins": one.group_day is not None}
