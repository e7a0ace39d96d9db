"""What pages of cases ask for. Forms validate; operations save."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kakehashi.engines.cases.choices import Starts, Theme
from kakehashi.engines.cases.flow import CASE_FLOW
from kakehashi.engines.cases.models import Case, CaseKind, Item, OfficeSetting, Precedent
from kakehashi.engines.cases.queries import (
    Filter,
    asking_organisations,
    desks_of,
    kinds,
    officers_of,
    offices,
    working_desks,
)
from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.formatting import ui_fiscal_year


class StartForm(forms.Form):
    """Which desk, in whose name, and for research: which office looks."""

    office: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("宛先"), widget=forms.RadioSelect, empty_label=None
    )
    assisting: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("調べる国を担当する事務所"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    applicant: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("依頼する団体"), empty_label=None
    )

    def __init__(self, kind: CaseKind, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_own = kind.starts == Starts.STAFF
        desks = desks_of(kind).order_by("code")
        self._offer("office", working_desks(desks, person) if is_own else desks)
        if is_own:
            self.fields["office"].label = _("記録する事務所・課")
            del self.fields["applicant"]
        else:
            self._offer("applicant", asking_organisations(person).order_by("code"))
        if kind.needs_assisting_office:
            self._offer("assisting", offices().order_by("code"))
        else:
            del self.fields["assisting"]

    def _offer(self, name: str, found: "QuerySet[Organisation]") -> None:
        """What can be chosen; where it is only one, it is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # said for the type checker
        field.queryset = found
        field.label_from_instance = _office_words  # type: ignore[method-assign, assignment]  # Django's hook
        if found.count() == 1:
            field.initial = found.first()
            field.disabled = True


def _office_words(office: Organisation) -> str:
    countries = _("、").join(str(country) for country in office.countries_in_charge.all())
    if not countries:
        return str(office)
    return _("%(office)s(担当: %(countries)s)") % {"office": office, "countries": countries}


class MoveForm(forms.Form):
    """The note that goes with a move."""

    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label: Any = "", needs_note: bool = False, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label or _("ひとこと(任意)")
        self.fields["note"].required = needs_note


class MessageForm(forms.Form):
    body = forms.CharField(label=gettext_lazy("連絡を書く"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    is_internal = forms.BooleanField(
        label=gettext_lazy("職員だけに見せる"),
        help_text=gettext_lazy("依頼団体と支部には見えません。"),
        required=False,
    )

    def __init__(self, *args: Any, may_be_internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_internal:
            del self.fields["is_internal"]


class AttachForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("ファイル"), help_text=gettext_lazy("PDF・画像・Excel・Wordなど。5MBまで。")
    )


class AssignForm(forms.Form):
    lead: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("担当者"), empty_label=None
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # said for the type checker
        field.queryset = officers_of(case.office)
        field.initial = case.lead_id


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget)


class ItemForm(forms.Form):
    """What is known of an item; times are the office's local ones."""

    title = forms.CharField(label=gettext_lazy("手配するもの"), max_length=160)
    host = forms.CharField(label=gettext_lazy("訪問先・会場"), max_length=200, required=False)
    starts_at = _moment(gettext_lazy("開始(現地時刻)"))
    ends_at = _moment(gettext_lazy("終了(現地時刻)"))
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

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        return {name: getattr(item, name) for name in ItemForm.base_fields}


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


class OfficeSettingForm(forms.Form):
    time_zone = forms.ChoiceField(label=gettext_lazy("時間帯"))
    submit_days = forms.IntegerField(label=gettext_lazy("依頼の提出の目安(実施日の何日前)"), min_value=0, max_value=730)
    urgent_days = forms.IntegerField(
        label=gettext_lazy("急ぎの相談を受けられる限度(実施日の何日前)"), min_value=0, max_value=730
    )
    notes_ja = forms.CharField(
        label=gettext_lazy("依頼の前に読んでほしいこと"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    notes_en = forms.CharField(
        label=gettext_lazy("依頼の前に読んでほしいこと(英語)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [(zone, zone) for zone in sorted(available_timezones())]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        submit, urgent = values.get("submit_days"), values.get("urgent_days")
        if submit is not None and urgent is not None and urgent > submit:
            self.add_error("urgent_days", _("急ぎの限度は、提出の目安より実施日に近い日数にしてください。"))
        return values

    @staticmethod
    def initial_of(setting: OfficeSetting) -> dict[str, Any]:
        return {name: getattr(setting, name) for name in OfficeSettingForm.base_fields}


class FilterForm(forms.Form):
    """The narrowing of a list, out of the address of the page; what is not understood does not narrow."""

    view = forms.CharField(required=False)
    q = forms.CharField(label=gettext_lazy("ことば"), max_length=100, required=False)
    step = forms.ChoiceField(label=gettext_lazy("状態"), required=False)
    office: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("事務所"), required=False, empty_label=gettext_lazy("すべて")
    )
    service: "forms.ModelChoiceField[CaseKind]" = forms.ModelChoiceField(
        CaseKind.objects.none(),
        label=pgettext_lazy("one", "サービス"),
        required=False,
        to_field_name="service_number",
        empty_label=gettext_lazy("すべて"),
    )
    fiscal_year = forms.TypedChoiceField(label=gettext_lazy("年度"), required=False, coerce=int, empty_value=None)

    VIEWS = ("waiting", "open", "mine", "ended", "all")

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step.code, step.label) for step in CASE_FLOW.steps]
        self.fields["step"].choices = [("", _("すべて")), *steps]  # type: ignore[attr-defined]  # a ChoiceField
        labels = [(year, ui_fiscal_year(year)) for year in years]
        self.fields["fiscal_year"].choices = [("", _("すべて")), *labels]  # type: ignore[attr-defined]  # ditto
        self.fields["office"].queryset = offices().order_by("code")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["service"].queryset = kinds()  # type: ignore[attr-defined]  # ditto

    def narrowed(self) -> Filter:
        self.is_valid()
        found = self.cleaned_data
        view = found.get("view")
        office, kind = found.get("office"), found.get("service")
        return Filter(
            view=view if view in self.VIEWS else "open",
            step=found.get("step") or "",
            office=office.pk if office else None,
            service=kind.service_number if kind else None,
            fiscal_year=found.get("fiscal_year"),
            text=found.get("q") or "",
        )
