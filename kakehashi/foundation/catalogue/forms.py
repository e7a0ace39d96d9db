"""What headquarters types about the catalogue. Japanese and English stand side by side."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.catalogue import queries, rules
from kakehashi.foundation.catalogue.choices import Asker, Engine, Rank, ServiceState
from kakehashi.foundation.catalogue.models import Field, Plan, Programme, Service
from kakehashi.foundation.catalogue.operations import Contents

_LONG = forms.Textarea(attrs={"rows": 5})


class ContentsForm(forms.Form):
    """Names, description, who asks, who answers."""

    name_ja = forms.CharField(label=gettext_lazy("サービスの名称"), max_length=160)
    name_en = forms.CharField(label=gettext_lazy("サービスの名称(英語)"), max_length=200)
    description_ja = forms.CharField(
        label=gettext_lazy("説明"),
        widget=_LONG,
        help_text=gettext_lazy("何ができるか、誰が頼めるか、どう進むかを2〜4文で書きます。"),
    )
    description_en = forms.CharField(label=gettext_lazy("説明(英語)"), widget=_LONG)
    who_asks = forms.MultipleChoiceField(
        label=gettext_lazy("依頼できる人"), choices=Asker.choices, widget=forms.CheckboxSelectMultiple
    )
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("担当"), queryset=queries.may_answer(), required=False, empty_label=gettext_lazy("未設定")
    )
    responsible_note_ja = forms.CharField(
        label=gettext_lazy("担当についての補足"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("担当が行き先などで変わるときに書きます。例：国・地域を担当する海外事務所"),
    )
    responsible_note_en = forms.CharField(
        label=gettext_lazy("担当についての補足(英語)"), max_length=160, required=False
    )

    def contents(self) -> Contents:
        """The clean values as the operations take them."""
        return Contents(**{name: self.cleaned_data[name] for name in Contents.__dataclass_fields__})


class ServiceForm(ContentsForm):
    """A service that stands already: its texts and whether it is open."""

    state = forms.ChoiceField(
        label=gettext_lazy("状態"),
        choices=[(state.value, state.label) for state in (ServiceState.OPEN, ServiceState.PREPARING)],
        widget=forms.RadioSelect,
    )
    reason_ja = forms.CharField(
        label=gettext_lazy("準備中の理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("準備中のときに、このページに表示されます。"),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("準備中の理由(英語)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(service))
        super().__init__(*args, **kwargs)
        self.service = service

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") == ServiceState.PREPARING:
            for name in ("reason_ja", "reason_en"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("準備中にするときは、理由を日本語と英語で書いてください。"))
        elif cleaned.get("state") == ServiceState.OPEN and (why := rules.why_not_open(self.service.number)):
            self.add_error("state", why)
        return cleaned


def initial_of(service: Service) -> dict[str, Any]:
    """The service as its form shows it first."""
    values = {name: getattr(service, name) for name in Contents.__dataclass_fields__}
    return values | {
        "state": service.state,
        "reason_ja": service.preparing_reason_ja,
        "reason_en": service.preparing_reason_en,
        "revision": service.revision,
    }


class NewServiceForm(ContentsForm):
    """A service that did not exist before; it begins in preparation."""

    engine = forms.ChoiceField(label=gettext_lazy("仕事の種類"), choices=Engine.choices)
    field_order = ("programme", "engine")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"] = forms.ModelChoiceField(label=_("見出し"), queryset=queries.programmes(plan))
        self.order_fields(self.field_order)


class NewPlanForm(forms.Form):
    """The year of a new plan."""

    fiscal_year = forms.IntegerField(
        label=gettext_lazy("年度"),
        min_value=2000,
        max_value=2100,
        help_text=gettext_lazy("4月から始まる年を西暦で書きます。例：平成25年度は2013"),
    )

    def clean_fiscal_year(self) -> int:
        year: int = self.cleaned_data["fiscal_year"]
        if queries.has_plan_of(year):
            raise forms.ValidationError(_("この年度の計画はすでにあります。別の年度を書いてください。"))
        return year


class PlanForm(forms.Form):
    title_ja = forms.CharField(label=gettext_lazy("計画の名称"), max_length=80)
    title_en = forms.CharField(label=gettext_lazy("計画の名称(英語)"), max_length=120)


class FieldForm(forms.Form):
    title_ja = forms.CharField(label=gettext_lazy("分野の名称"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("分野の名称(英語)"), max_length=160)
    keywords_ja = forms.CharField(label=gettext_lazy("この分野でできること"), widget=_LONG)
    keywords_en = forms.CharField(label=gettext_lazy("この分野でできること(英語)"), widget=_LONG)


class ProgrammeForm(forms.Form):
    rank = forms.ChoiceField(label=gettext_lazy("区分"), choices=Rank.choices, widget=forms.RadioSelect)
    heading_ja = forms.CharField(label=gettext_lazy("見出し"), max_length=160)
    heading_en = forms.CharField(label=gettext_lazy("見出し(英語)"), max_length=200)

    def __init__(self, *args: Any, field: Field, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field, self.programme = field, programme

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if queries.has_heading(self.field, cleaned.get("rank", ""), cleaned.get("heading_ja", ""), self.programme):
            self.add_error("heading_ja", _("同じ区分に同じ見出しがあります。別の見出しにしてください。"))
        return cleaned
