"""Participants as they are typed: somebody new, leaving, why, a move, the travel home."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Country, Organisation
from kakehashi.kernel import clock, japanese
from kakehashi.services.jet.choices import Agreement, Manner, TransferReason
from kakehashi.services.jet.models import Participant
from kakehashi.services.jet.queries.candidates import places_to_wish
from kakehashi.services.jet.terms.causes import Cause


def date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def organisation(label: Any) -> forms.ModelChoiceField[Organisation]:
    """By its code, as it stands in every list of organisations."""
    return forms.ModelChoiceField(
        places_to_wish(),
        to_field_name="code",
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 20}),
        help_text=gettext_lazy("総務省の団体コード(6けた)です。"),
        error_messages={"invalid_choice": gettext_lazy("この団体コードの自治体はありません。")},
    )


def countries_abroad() -> QuerySet[Country]:
    return Country.objects.exclude(alpha2="JP")


class ArrivedForm(forms.Form):
    """The day on which those who are ticked arrived."""

    use_required_attribute = False
    on = date(gettext_lazy("来日した日"))


class ParticipantForm(forms.ModelForm[Participant]):
    """Somebody who has arrived already; the operation saves."""

    use_required_attribute = False
    organisation = organisation(gettext_lazy("任用団体"))
    joins = forms.BooleanField(
        label=gettext_lazy("4月の来日で、夏のBグループの日程に合わせる"), required=False, initial=True
    )

    class Meta:
        model = Participant
        fields = ["number", "name", "country", "position", "organisation", "arrived_on", "count"]
        widgets = {"arrived_on": forms.DateInput(attrs={"type": "date"})}
        help_texts = {"count": gettext_lazy("今の任用を含みます。はじめての任用なら1です。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = countries_abroad()  # type: ignore[attr-defined]  # a field of models

    def clean_name(self) -> str:
        return japanese.clean_line(self.cleaned_data["name"])

    def clean_arrived_on(self) -> Any:
        day = self.cleaned_data["arrived_on"]
        if day > clock.today():
            raise forms.ValidationError(_("まだ来ていない日です。"))
        return day

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LeaveForm(forms.Form):
    use_required_attribute = False
    last_day = date(gettext_lazy("退職の日"), help_text=gettext_lazy("最後に任用されている日です。"))
    notice_on = date(gettext_lazy("申し出の日"), required=False)
    manner = forms.ChoiceField(
        label=gettext_lazy("終わり方"), choices=Manner.choices, widget=forms.RadioSelect, initial=Manner.RESIGNED
    )
    leaving_note = forms.CharField(
        label=gettext_lazy("事情"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("団体、取りまとめ団体、協会、本人が読みます。健康や家族のことは書きません。"),
    )


class CausesForm(forms.Form):
    """One main cause and others that contributed, as one side tells it."""

    use_required_attribute = False
    primary = forms.ChoiceField(label=gettext_lazy("主な理由"), choices=Cause.choices, widget=forms.RadioSelect)
    contributing = forms.MultipleChoiceField(
        label=gettext_lazy("ほかに関係した理由"),
        choices=Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TransferForm(forms.Form):
    use_required_attribute = False
    on = date(gettext_lazy("移る日"))
    organisation = organisation(gettext_lazy("移る先の団体"))
    reason = forms.ChoiceField(label=gettext_lazy("理由"), choices=TransferReason.choices)
    note = forms.CharField(
        label=gettext_lazy("事情"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    agreed = forms.MultipleChoiceField(
        label=gettext_lazy("同意した人"),
        choices=Agreement.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("関係する全員の同意がそろうと移れます。JET番号と任用の年数は続きます。"),
    )

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("on", "organisation", "reason", "note")}


class ReturnForm(forms.Form):
    """What decides on the travel home."""

    use_required_attribute = False
    ANSWERS = [("", gettext_lazy("まだ分からない")), ("no", gettext_lazy("いいえ")), ("yes", gettext_lazy("はい"))]
    new_contract = forms.ChoiceField(
        label=gettext_lazy("任用の終わりから1か月以内に、新しい契約を結ぶ"), choices=ANSWERS, required=False
    )
    leaves_japan_on = date(gettext_lazy("日本を出る日"), required=False)
    stays = forms.BooleanField(label=gettext_lazy("日本に残る"), required=False)

    @classmethod
    def initial_of(cls, one: Participant) -> dict[str, Any]:
        answer = {None: "", True: "yes", False: "no"}[one.has_new_contract]
        return {"new_contract": answer, "leaves_japan_on": one.leaves_japan_on, "stays": one.stays}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("stays") and found.get("leaves_japan_on"):
            self.add_error("stays", _("日本に残る人に、日本を出る日は入れられません。"))
        return found

    def values(self) -> dict[str, Any]:
        answer = {"": None, "yes": True, "no": False}[self.cleaned_data["new_contract"]]
        rest = {name: self.cleaned_data[name] for name in ("leaves_japan_on", "stays")}
        return {"has_new_contract": answer, **rest}
