"""A candidate as typed and as a row of a file, and a candidate's wishes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.ui.differences import Difference, differences, value_words
from kakehashi.kernel import japanese
from kakehashi.services.jet.choices import Document, Position, Result, Urbanity
from kakehashi.services.jet.forms.requests import Countries
from kakehashi.services.jet.models import Application
from kakehashi.services.jet.operations.candidates import Wish
from kakehashi.services.jet.rules.candidates import RESULTS

RANKS = (1, 2, 3)
Places = Mapping[str, Organisation]  # by code


class ApplicationForm(forms.ModelForm[Application]):
    """What a mission knows of a candidate."""

    use_required_attribute = False
    country = forms.ChoiceField(label=gettext_lazy("国"))
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("届いた書類"), required=False, choices=Document.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Application
        fields = [
            "number", "name", "email", "position", "considers_alt", "group", "level", "licence",
            "household", "score", "spoken", "reading", "tested_by", "test_form", "documents", "care_note", "rank",
        ]  # fmt: skip
        widgets = {"care_note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "email": gettext_lazy("応募者がサインインするときに使います。"),
            "level": gettext_lazy("証明書のある級。配置の条件と照らし合わせます。"),
            "spoken": gettext_lazy("面接で確かめた力。合否の足切りや配置の計算には使いません。"),
            "care_note": gettext_lazy("協会の担当者が配置の前に確かめます。団体には見えません。"),
        }

    field_order: tuple[str, ...] = ("number", "name", "email", "country")

    def __init__(self, countries: Countries, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = countries
        found = self.fields["country"]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        found.choices = [("", "---------"), *countries]
        if self.instance.pk:
            self.initial["country"] = self.instance.country_id

    def clean_number(self) -> str:
        return japanese.clean_line(self.cleaned_data["number"])

    def clean_considers_alt(self) -> bool:
        return bool(self.cleaned_data["considers_alt"]) and self.cleaned_data.get("position") == Position.CIR

    def values(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**found, "country_id": self.cleaned_data["country"]}

    def differences(self, now: Application) -> list[Difference]:
        theirs = ApplicationForm(self.known, instance=now).initial
        return differences(self.fields, theirs, self.cleaned_data)


class WishesForm(forms.Form):
    """Up to three places, by code or name, the surroundings, and whom one comes with."""

    use_required_attribute = False
    wish = forms.ChoiceField(
        label=gettext_lazy("勤務地の希望"),
        choices=[("", gettext_lazy("どこでもよい")), *Urbanity.choices],
        required=False,
    )
    partner = forms.CharField(
        label=gettext_lazy("一緒に暮らしたい応募者の受験番号"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "2人とも相手の番号を書いたときだけ、同じ都道府県になるように配置します。約束はできません。"
        ),
    )

    def __init__(self, places: Places, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for rank in RANKS:
            self.fields[f"place{rank}"] = forms.CharField(
                label=_("第%(rank)s希望(都道府県か市区町村の名前、または団体コード)") % {"rank": rank},
                max_length=80,
                required=False,
            )
            self.fields[f"reason{rank}"] = forms.CharField(
                label=_("第%(rank)s希望の理由") % {"rank": rank}, max_length=300, required=False
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        seen: set[int] = set()
        for rank in RANKS:
            if not (text := japanese.clean_line(values.get(f"place{rank}") or "")):
                continue
            found = place_named(self.places, text)
            if found is None:
                self.add_error(f"place{rank}", _("この名前かコードの都道府県・市区町村は見つかりません。"))
            elif found.pk in seen:
                self.add_error(f"place{rank}", _("同じところを2度書いています。"))
            else:
                seen.add(found.pk)
                values[f"found{rank}"] = found
        return values

    def wishes(self) -> list[Wish]:
        data = self.cleaned_data
        return [Wish(rank, data[f"found{rank}"], data[f"reason{rank}"]) for rank in RANKS if data.get(f"found{rank}")]


def place_named(places: Places, text: str) -> Organisation | None:
    """By code, or by its name in either language where only one has it."""
    code = text.zfill(6) if text.isascii() and text.isdigit() else text
    if code in places:
        return places[code]
    wanted = text.casefold()
    found = [one for one in places.values() if wanted in (one.name_ja.casefold(), one.name_en.casefold())]
    return found[0] if len(found) == 1 else None


def wishes_of(application: Application) -> dict[str, Any]:
    """As `WishesForm` has it."""
    found: dict[str, Any] = {"wish": application.wish}
    found["partner"] = application.partner.number if application.partner else ""
    for one in application.choices.select_related("place"):
        found |= {f"place{one.rank}": str(one.place), f"reason{one.rank}": one.reason}
    return found


def labelled(form: WishesForm, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What stands now, as the page names it."""
    return [(str(one.label), value_words(one, values.get(name))) for name, one in form.fields.items()]


class CandidateRowForm(ApplicationForm):
    """A candidate as a row of a file."""

    mission = forms.CharField(label=gettext_lazy("在外公館のコード"), max_length=40)
    wish = forms.ChoiceField(label=gettext_lazy("勤務地の希望"), choices=[("", ""), *Urbanity.choices], required=False)
    place1 = forms.CharField(label=gettext_lazy("第1希望"), max_length=80, required=False)
    place2 = forms.CharField(label=gettext_lazy("第2希望"), max_length=80, required=False)
    place3 = forms.CharField(label=gettext_lazy("第3希望"), max_length=80, required=False)
    partner = forms.CharField(label=gettext_lazy("相手の受験番号"), max_length=20, required=False)
    result = forms.ChoiceField(label=gettext_lazy("選考の結果"), choices=[("", ""), *Result.choices], required=False)

    field_order = ("mission", *ApplicationForm.field_order)

    def __init__(
        self, countries: Countries, missions: Mapping[str, Organisation], places: Places, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(countries, *args, **kwargs)
        self.missions, self.places = missions, places

    def clean_mission(self) -> str:
        code = japanese.clean_line(self.cleaned_data["mission"])
        if code not in self.missions:
            raise forms.ValidationError(_("応募者を登録できる在外公館の中に、このコードがありません。"))
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        codes = []
        for rank in RANKS:
            if not (text := japanese.clean_line(values.get(f"place{rank}") or "")):
                continue
            found = place_named(self.places, text)
            if found is None:
                self.add_error(f"place{rank}", _("この名前かコードの都道府県・市区町村は見つかりません。"))
            elif found.code in codes:
                self.add_error(f"place{rank}", _("同じところを2度書いています。"))
            else:
                codes.append(found.code)
                values[f"place{rank}"] = found.code
        if values.get("result") == Result.ALTERNATE and values.get("rank") is None:
            self.add_error("rank", _("補欠の順位を入れてください。"))
        if values.get("result") and values.get("score") is None:
            self.add_error("score", _("面接の点を入れてください。"))
        return values

    def values(self) -> dict[str, Any]:
        return {**super().values(), "wish": self.cleaned_data["wish"]}

    def wishes(self) -> list[Wish]:
        given = [(rank, self.cleaned_data.get(f"place{rank}")) for rank in RANKS]
        return [Wish(rank, self.places[code]) for rank, code in given if code]


def row_values(application: Application) -> dict[str, Any]:
    """As `CandidateRowForm` has it; load ``mission``, ``partner`` and ``choices__place``."""
    mine = {name: getattr(application, name) for name in ApplicationForm.Meta.fields}
    places = {one.rank: one.place.code for one in application.choices.all()}
    return {
        "mission": application.mission.code,
        **mine,
        "country": application.country_id,
        "wish": application.wish,
        **{f"place{rank}": places.get(rank, "") for rank in RANKS},
        "partner": application.partner.number if application.partner else "",
        "result": RESULTS.get(application.step, ""),
    }
