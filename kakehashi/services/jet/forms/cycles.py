"""A year of the programme, its days and its plan, as they are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Country
from kakehashi.foundation.ui.differences import Difference, differences
from kakehashi.services.jet.choices import CountryGroup, DeadlineKind, Document
from kakehashi.services.jet.models import CountryPlan, Cycle

FIRST_YEAR = 1987  # of the programme


class CycleForm(forms.ModelForm[Cycle]):
    """Validates; the operation saves."""

    use_required_attribute = False

    class Meta:
        model = Cycle
        fields = ["year", "takes_requests", "alternates_until", "needed_documents", "note"]
        widgets = {
            "alternates_until": forms.DateInput(attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"takes_requests": gettext_lazy("選ぶと、団体と取りまとめ団体が要望書を書けます。")}

    needed_documents = forms.MultipleChoiceField(
        label=gettext_lazy("配置の前にそろえる書類"),
        choices=Document.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("選んだ書類がすべて届くまで、候補者は配置の対象になりません。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["year"]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= FIRST_YEAR + 200:
            raise forms.ValidationError(_("西暦の年を4けたで入れてください。"))
        return year

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}

    def differences(self, now: Cycle) -> list[Difference]:
        return differences(self.fields, CycleForm(instance=now).initial, self.cleaned_data)


class DeadlineForm(forms.Form):
    """A day of the year; one that is there for the same countries is moved."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=gettext_lazy("何の日か"), choices=DeadlineKind.choices)
    on = forms.DateField(label=gettext_lazy("日付"), widget=forms.DateInput(attrs={"type": "date"}))
    group = forms.ChoiceField(
        label=gettext_lazy("国のまとまり"),
        choices=[("", gettext_lazy("すべて")), *CountryGroup.choices],
        required=False,
        help_text=gettext_lazy("国のまとまりも国も選ばなければ、すべての国の日になります。"),
    )
    country = forms.ModelChoiceField(
        Country.objects.none(), label=gettext_lazy("国"), required=False, empty_label=gettext_lazy("選ばない")
    )

    def __init__(self, cycle: Cycle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ModelChoiceField)  # noqa: S101  # as declared above; for the type checker
        country.queryset = Country.objects.filter(pk__in=cycle.plan.values("country"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("group") and values.get("country"):
            self.add_error("country", _("国のまとまりと国は、どちらか一方だけを選んでください。"))
        return values


class PlanForm(forms.Form):
    """One country of a plan, alone or as a row of a file."""

    use_required_attribute = False
    country = forms.ChoiceField(label=gettext_lazy("国"))
    group = forms.ChoiceField(label=gettext_lazy("国のまとまり"), choices=CountryGroup.choices)
    alt = forms.IntegerField(label=gettext_lazy("ALTの上限"), required=False, min_value=0, max_value=100_000)
    cir = forms.IntegerField(label=gettext_lazy("CIRの上限"), required=False, min_value=0, max_value=100_000)
    sea = forms.IntegerField(label=gettext_lazy("SEAの上限"), required=False, min_value=0, max_value=100_000)

    def __init__(self, countries: dict[str, Country], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries = countries
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        field.choices = [(code, str(one)) for code, one in countries.items()]

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "country": self.countries[self.cleaned_data["country"]]}


def plan_values(one: CountryPlan) -> dict[str, Any]:
    """A row of the plan as `PlanForm` takes it."""
    return {"country": one.country_id, "group": one.group, "alt": one.alt, "cir": one.cir, "sea": one.sea}
