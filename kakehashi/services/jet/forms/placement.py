"""What is asked of a placement, as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kakehashi.kernel import japanese
from kakehashi.services.jet.choices import PlacementMode, Position
from kakehashi.services.jet.forms.requests import Countries
from kakehashi.services.jet.models.placement import LONGEST

MOST_SEED = 2_000_000_000
MOST_SUPPOSED = 500


class RunForm(forms.Form):
    """A run of what stands now."""

    use_required_attribute = False
    mode = forms.ChoiceField(label=gettext_lazy("決め方"), choices=PlacementMode.choices)
    seed = forms.IntegerField(
        label=gettext_lazy("くじの種"),
        min_value=0,
        max_value=MOST_SEED,
        initial=0,
        help_text=gettext_lazy("9段のすべてで同じよさの配置から1つを選ぶ数です。先に公表した数を入れます。"),
    )
    limit = forms.IntegerField(
        label=gettext_lazy("2人組を探す時間の上限(秒)"), min_value=5, max_value=LONGEST, initial=120
    )


class EditForm(forms.Form):
    """Who has to go, or must not go, where; with the reason."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("変えること"),
        choices=[
            ("seat", gettext_lazy("この候補者を、この行に決める")),
            ("bar", gettext_lazy("この候補者を、この行に置かない")),
        ],
        widget=forms.RadioSelect,
    )
    candidate = forms.CharField(label=gettext_lazy("受験番号"), max_length=20)
    line = forms.CharField(label=gettext_lazy("要望の行(団体コード-行の番号)"), max_length=60)
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def edit(self) -> dict[str, Any]:
        data = self.cleaned_data
        texts = {name: japanese.clean_line(data[name]) for name in ("candidate", "line")}
        return {"kind": data["kind"], **texts, "reason": data["reason"]}


class SupposeForm(forms.Form):
    """More candidates from a country, only to see what would come out."""

    use_required_attribute = False
    country = forms.ChoiceField(label=gettext_lazy("国"))
    position = forms.ChoiceField(label=gettext_lazy("職種"), choices=Position.choices)
    number = forms.IntegerField(label=gettext_lazy("増える人数"), min_value=1, max_value=MOST_SUPPOSED)

    def __init__(self, countries: Countries, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.fields["country"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        found.choices = [("", "---------"), *countries]

    def edit(self) -> dict[str, Any]:
        return {"kind": "more", **self.cleaned_data, "reason": ""}
