"""Cost plans, wished posts and the terms of contracts as they are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.differences import Difference, differences
from kakehashi.kernel import clock, japanese
from kakehashi.services.jet.forms.participants import countries_abroad
from kakehashi.services.jet.models import ContractTerms, CostPlan, PlannedPost


class CostPlanForm(forms.ModelForm[CostPlan]):
    use_required_attribute = False

    class Meta:
        model = CostPlan
        fields = [
            "title",
            "first_year",
            "years",
            "each_stays",
            "here_stay",
            "is_refilled",
            "direct",
            "dispatched",
            "basis",
        ]
        help_texts = {
            "first_year": gettext_lazy("西暦で書きます。平成24年度は2012です。"),
            "each_stays": gettext_lazy("通常は3年まで、特に優れていると認められるときは5年までです。"),
            "direct": gettext_lazy(
                "くらべるときに入れます。国の措置などを差し引いたあとの額です。空欄ならくらべません。"
            ),
            "dispatched": gettext_lazy("派遣や委託にはJETと同じ措置がないことに注意して入れます。"),
            "basis": gettext_lazy("見積書の名前と日付など。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("first_year", clock.fiscal_year(clock.today()))

    def clean_title(self) -> str:
        return japanese.clean_line(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if (found.get("direct") or found.get("dispatched")) and not found.get("basis"):
            self.add_error("basis", _("くらべる額の根拠を書いてください。"))
        return found

    def differences(self, now: CostPlan) -> list[Difference]:
        return differences(self.fields, CostPlanForm(instance=now).initial, self.cleaned_data)


class NewPlanForm(CostPlanForm):
    """For one of one's organisations."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("団体"), to_field_name="code", empty_label=None
    )
    field_order = ("organisation",)

    def __init__(self, bodies: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies  # type: ignore[attr-defined]  # a field of models
        if len(bodies) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial["organisation"] = bodies[0].code

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PostForm(forms.ModelForm[PlannedPost]):
    use_required_attribute = False

    class Meta:
        model = PlannedPost
        fields = ["position", "people", "arrives_on", "stays", "country", "note"]
        widgets = {"arrives_on": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "country": gettext_lazy("旅費の額が国で変わるときに選びます。"),
            "note": gettext_lazy("計画の表に、名前の代わりに出ます(例: 中学校の3人目)。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        country.queryset = countries_abroad()  # type: ignore[attr-defined]  # a field of models
        country.empty_label = _("決めていない")  # type: ignore[attr-defined]  # a field of models

    def clean_note(self) -> str:
        return japanese.clean_line(self.cleaned_data["note"])

    def clean_arrives_on(self) -> Any:
        day = self.cleaned_data["arrives_on"]
        if not 1987 <= day.year <= 2100:
            raise forms.ValidationError(_("1987年から2100年までの日を入れてください。"))
        return day


_GROUPS = [
    (gettext_lazy("署名と正文"), ("representative_ja", "representative_en", "authoritative")),
    (gettext_lazy("勤務"), ("hours", "working_time_ja", "working_time_en", "leave_days")),
    (gettext_lazy("報酬と保険"), ("pay_day_ja", "pay_day_en", "insurances_ja", "insurances_en")),
    (gettext_lazy("旅費"), ("travel_in_ja", "travel_in_en")),
    (gettext_lazy("途中の終了"), ("early_notice",)),
    (gettext_lazy("そのほか"), ("others_ja", "others_en")),
]


class TermsForm(forms.ModelForm[ContractTerms]):
    """Every term in both languages, for the contract says both."""

    use_required_attribute = False

    class Meta:
        model = ContractTerms
        fields = [name for _legend, names in _GROUPS for name in names]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("insurances_ja", "insurances_en", "others_ja", "others_en")
        }
        help_texts = {
            "insurances_ja": gettext_lazy("1行に1つ書きます。"),
            "insurances_en": gettext_lazy("日本語と同じ順に、1行に1つ書きます。"),
            "others_ja": gettext_lazy("1行に1つ書きます。空欄なら、契約書に出ません。"),
            "others_en": gettext_lazy("日本語と同じ順に、1行に1つ書きます。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.hours is not None:
            self.initial["hours"] = f"{float(self.instance.hours):g}"
        language = self.fields["authoritative"]
        assert isinstance(language, forms.TypedChoiceField)  # noqa: S101  # of a column with choices
        language.choices = [("", _("決めていない")), *ContractTerms.LANGUAGES]

    def groups(self) -> list[tuple[Any, list[Any]]]:
        return [(legend, [self[name] for name in names]) for legend, names in _GROUPS]

    def clean(self) -> dict[str, Any]:
        """As many lines in English as in Japanese, or none."""
        found = super().clean() or {}
        for name in ("insurances", "others"):
            japanese_lines, english = (lines_of(found.get(f"{name}_{code}") or "") for code in ("ja", "en"))
            if english and len(english) != len(japanese_lines):
                self.add_error(f"{name}_en", _("日本語と同じ数の行を書いてください。"))
        return found

    def differences(self, now: ContractTerms) -> list[Difference]:
        return differences(self.fields, TermsForm(instance=now).initial, self.cleaned_data)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
