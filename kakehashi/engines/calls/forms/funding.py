"""Funds and their shares."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.forms.editing_schemes import in_list
from kakehashi.engines.calls.models import Fund, Track
from kakehashi.engines.calls.queries.funding import paying_tracks
from kakehashi.engines.calls.rules.award import MOST_YEN
from kakehashi.foundation.forms.yen import YenField


class FundForm(forms.Form):
    """Of a fund that is there: its names and amount."""

    name_ja = forms.CharField(label=gettext_lazy("財源の名称"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("財源の英語名"), max_length=160, required=False)
    amount_yen = YenField(
        label=gettext_lazy("金額(円)"),
        min_value=0,
        max_value=MOST_YEN,
        required=False,
        help_text=gettext_lazy("決まっていなければ空のままにします。空の間は枠に配分できません。"),
    )

    @staticmethod
    def initial_of(fund: Fund) -> dict[str, Any]:
        return {name: getattr(fund, name) for name in FundForm.base_fields}


class NewFundForm(FundForm):
    code = forms.SlugField(
        label=gettext_lazy("コード"),
        max_length=40,
        help_text=gettext_lazy("半角の英小文字・数字・ハイフン。例: general"),
    )
    fiscal_year = forms.IntegerField(label=gettext_lazy("年度"), min_value=1988, max_value=2200)
    field_order = ("fiscal_year", "code", "name_ja", "name_en", "amount_yen")


class TrackField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class takes none at run time
    """Tracks with their calls."""

    def label_from_instance(self, obj: Track) -> str:
        return f"{in_list(obj.call)} / {obj}"


class AllocateForm(forms.Form):
    track = TrackField(Track.objects.none(), label=gettext_lazy("枠"))
    yen = YenField(
        label=gettext_lazy("配分する額(円)"),
        min_value=0,
        max_value=MOST_YEN,
        help_text=gettext_lazy("この財源からその枠に配分する総額です。0円にすると配分を取り消します。"),
    )

    def __init__(self, fiscal_year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["track"]
        assert isinstance(field, TrackField)  # noqa: S101  # said for the type checker
        field.queryset = paying_tracks(fiscal_year)
