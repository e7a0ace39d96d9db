"""Nominations: which body, why, and what it answers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kakehashi.foundation.access.forms.fields import OrganisationField
from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.moments import MomentField


class NominationForm(forms.Form):
    nominator: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("推薦する側の団体"), empty_label=None
    )
    body = OrganisationField(
        label=gettext_lazy("推薦される団体"), help_text=gettext_lazy("名称かコードを入力してください。"), max_length=120
    )
    why = forms.CharField(
        label=gettext_lazy("推薦の理由"),
        help_text=gettext_lazy("推薦される団体と担当課が読みます。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, nominators: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominator"].queryset = nominators  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["nominator"].initial = nominators.first()


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("辞退する理由(任意)"),
        help_text=gettext_lazy("推薦した団体と担当課に伝わります。"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CeremonyForm(forms.Form):
    held_at = MomentField(
        label=gettext_lazy("表彰式の日時"),
        help_text=gettext_lazy("日本時間で入力してください。"),
    )
    place_ja = forms.CharField(label=gettext_lazy("会場"), max_length=200)
    place_en = forms.CharField(label=gettext_lazy("会場(英語)"), max_length=200, required=False)
    about_ja = forms.CharField(
        label=gettext_lazy("出席する人への案内"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    about_en = forms.CharField(
        label=gettext_lazy("出席する人への案内(英語)"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
