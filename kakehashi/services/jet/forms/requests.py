"""A sheet of requests as it is typed, and its lines as rows of a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Country, Organisation
from kakehashi.foundation.ui.differences import Difference, differences
from kakehashi.kernel import japanese
from kakehashi.services.jet.choices import Group, Level, Workplace
from kakehashi.services.jet.models import Cycle, RequestLine, RequestSheet

_ROWS = ("other_wishes", "duties", "surroundings", "why_first", "quiet_note")


Countries = list[tuple[str, str]]  # code, name


def countries_of(cycle: Cycle) -> Countries:
    """Those of the plan, else all."""
    planned = Country.objects.filter(pk__in=cycle.plan.values("country"))
    found = planned or Country.objects.exclude(alpha2="JP")
    return sorted(((one.alpha2, str(one)) for one in found), key=lambda pair: pair[1])


class ContactForm(forms.ModelForm[RequestSheet]):
    use_required_attribute = False

    class Meta:
        model = RequestSheet
        fields = ["contact", "phone", "email", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def differences(self, now: RequestSheet) -> list[Difference]:
        return differences(self.fields, ContactForm(instance=now).initial, self.cleaned_data)


class LineForm(forms.ModelForm[RequestLine]):
    """One line. What is a must binds the placement, so a must that nobody can meet is refused here."""

    use_required_attribute = False
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("国(必須)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("この国の人だけを受け入れるときに選びます。選ばなければ、どの国でもかまいません。"),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("来日グループ(必須)"),
        required=False,
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("選ばなければ、どのグループでもかまいません。"),
    )
    workplaces = forms.MultipleChoiceField(
        label=gettext_lazy("勤務先"), required=False, choices=Workplace.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = RequestLine
        fields = [
            "position", "posts", "countries", "level", "licence", "groups", "level_wish", "other_wishes", "urbanity",
            "workplaces", "schools", "duties", "driving", "housing", "household", "surroundings", "why_first",
            "quiet_note",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in _ROWS}
        help_texts = {
            "level": gettext_lazy("日本語能力試験のこの級以上の人だけを受け入れるときに選びます。"),
            "licence": gettext_lazy("仕事で運転しなければならないときだけ選びます。選ぶと候補者が大きく減ります。"),
            "why_first": gettext_lazy("この枠がうまらないと困るわけ。協会が読み、配置で先にうめる枠を決めます。"),
            "quiet_note": gettext_lazy(
                "同じ寮に入るなど、理由のある事情だけを書いてください。配置の計算には使いません。性別、年齢、宗教、民族を条件にはできません。"
            ),
        }

    def __init__(self, countries: Countries, *args: Any, **kwargs: Any) -> None:
        """`countries`: by `countries_of`, once for all rows of a file."""
        super().__init__(*args, **kwargs)
        self.known = countries
        found = self.fields["countries"]
        assert isinstance(found, forms.MultipleChoiceField)  # noqa: S101  # as declared above; for the type checker
        found.choices = countries

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        must, wish = values.get("level", ""), values.get("level_wish", "")
        if must and wish and Level.values.index(wish) <= Level.values.index(must):
            self.add_error("level_wish", _("必須の級より上の級を選んでください。"))
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def differences(self, now: RequestLine) -> list[Difference]:
        return differences(self.fields, LineForm(self.known, instance=now).initial, self.cleaned_data)


class LineRowForm(LineForm):
    """A line as a row of a file: with its organisation, and its number where it is there already."""

    code = forms.CharField(label=gettext_lazy("団体コード"), max_length=40)
    name = forms.CharField(label=gettext_lazy("団体名"), max_length=160, required=False)
    number = forms.IntegerField(label=gettext_lazy("行の番号"), min_value=1, max_value=30_000, required=False)

    field_order = ("code", "name", "number", *LineForm.Meta.fields)

    def __init__(self, countries: Countries, organisations: dict[str, Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(countries, *args, **kwargs)
        self.organisations = organisations

    def clean_code(self) -> str:
        code = japanese.clean_line(self.cleaned_data["code"])
        code = code.zfill(6) if code.isascii() and code.isdigit() else code  # what Excel takes for a number
        if code not in self.organisations:
            raise forms.ValidationError(_("要望を出せる団体の中に、このコードの団体がありません。"))
        return code

    @property
    def key(self) -> tuple[str, int] | None:
        """Which line of which organisation; ``None``: a new one. Once it is valid."""
        number = self.cleaned_data["number"]
        return (self.cleaned_data["code"], number) if number else None

    @property
    def title(self) -> str:
        return f"{self.organisations[self.cleaned_data['code']]} {self.cleaned_data['number'] or ''}".strip()


def row_values(line: RequestLine) -> dict[str, Any]:
    """A line as `LineRowForm` takes it; load ``sheet__organisation``."""
    body = line.sheet.organisation
    mine = {name: getattr(line, name) for name in LineForm.Meta.fields}
    return {"code": body.code, "name": str(body), "number": line.number, **mine}


class FileForm(forms.Form):
    """An Excel file that comes back."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("Excelファイル(.xlsx)"), help_text=gettext_lazy("書き出したファイルを直したもの。10MBまで。")
    )
