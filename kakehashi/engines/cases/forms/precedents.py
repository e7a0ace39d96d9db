"""Precedents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.choices import Theme
from kakehashi.engines.cases.models import Precedent


class PrecedentForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("事例名"), max_length=200)
    names_applicant = forms.BooleanField(
        label=gettext_lazy("団体名を載せる"),
        help_text=gettext_lazy("外すと「ある自治体」として公開します。"),
        required=False,
    )
    summary = forms.CharField(label=gettext_lazy("概要"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))
    support = forms.CharField(
        label=gettext_lazy("事務所の支援内容"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5})
    )
    outcome = forms.CharField(
        label=gettext_lazy("成果"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    lessons = forms.CharField(
        label=gettext_lazy("次の団体への助言"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    city = forms.CharField(label=gettext_lazy("都市"), max_length=80, required=False)
    host = forms.CharField(label=gettext_lazy("訪問先"), max_length=400, required=False)
    theme = forms.ChoiceField(label=gettext_lazy("テーマ"), choices=[("", "—"), *Theme.choices], required=False)
    has_no_names = forms.BooleanField(
        label=gettext_lazy("個人の氏名や連絡先が入っていないことを確かめました"),
    )

    @staticmethod
    def initial_of(precedent: Precedent) -> dict[str, Any]:
        values = {name: getattr(precedent, name) for name in PrecedentForm.base_fields if hasattr(precedent, name)}
        return values | {"names_applicant": precedent.applicant_id is not None}
