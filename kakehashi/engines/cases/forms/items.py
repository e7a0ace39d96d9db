"""Items of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.models import Item
from kakehashi.foundation.ui.moments import DayField, MomentField


class ItemForm(forms.Form):
    """What is known of an item; times are the office's local ones."""

    title = forms.CharField(label=gettext_lazy("手配するもの"), max_length=160)
    host = forms.CharField(label=gettext_lazy("訪問先・会場"), max_length=200, required=False)
    starts_at = MomentField(label=gettext_lazy("開始(現地時刻)"), required=False)
    ends_at = MomentField(label=gettext_lazy("終了(現地時刻)"), required=False)
    place = forms.CharField(label=gettext_lazy("住所"), max_length=300, required=False)
    contact = forms.CharField(label=gettext_lazy("現地の連絡先"), max_length=200, required=False)
    wish = forms.CharField(
        label=gettext_lazy("希望の内容"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    remarks = forms.CharField(
        label=gettext_lazy("日程表に載せる備考"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if ends and not starts:
            self.add_error("starts_at", _("開始の日時も入力してください。"))
        elif starts and ends and ends < starts:
            self.add_error("ends_at", _("終了が開始より前になっています。"))
        return values

    @classmethod
    def initial_of(cls, item: Item) -> dict[str, Any]:
        return {name: getattr(item, name) for name in cls.base_fields}


class PromiseForm(ItemForm):
    """Something promised on a visit: what, to whom, by when."""

    title = forms.CharField(label=gettext_lazy("約束したこと"), max_length=160)
    host = forms.CharField(label=gettext_lazy("約束した相手"), max_length=200, required=False)
    due_on = DayField(label=gettext_lazy("期限"), required=False)
    starts_at = ends_at = place = remarks = None  # type: ignore[assignment]  # Django's way to leave fields out
