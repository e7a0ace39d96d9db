"""After the decision: fields sent back, the amount of a change, the settlement."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from kakehashi.engines.calls.forms.editing_fields import MOST_YEN
from kakehashi.foundation.forms.yen import YenField

_NOTE = {"rows": 3}


class ApproveForm(forms.Form):
    new_yen = YenField(
        label=gettext_lazy("変更後の決定額(円)"),
        min_value=0,
        max_value=MOST_YEN,
        required=False,
        help_text=gettext_lazy("空けておくと、決定額は今のままです。"),
    )
    note = forms.CharField(
        label=gettext_lazy("条件など(任意)"), max_length=2000, required=False, widget=forms.Textarea(attrs=_NOTE)
    )


class SettleForm(forms.Form):
    """The amount that is fixed: at most `most` yen; less than computed only with a reason."""

    yen = YenField(label=gettext_lazy("確定する額(円)"), min_value=0)
    note = forms.CharField(
        label=gettext_lazy("申請団体に伝えること"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=_NOTE),
        help_text=gettext_lazy("計算した額より少なくするときは、理由を書いてください。"),
    )

    def __init__(self, computed: int | None, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.computed, self.most = computed, most

    def clean_yen(self) -> int:
        yen: int = self.cleaned_data["yen"]
        if yen > self.most:
            raise ValidationError(gettext("%(most)s円までにしてください。") % {"most": f"{self.most:,}"})
        return yen

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.computed is not None and given.get("yen", self.computed) < self.computed and not given.get("note"):
            self.add_error("note", gettext("計算した額より少なくする理由を書いてください。"))
        return given
