"""The registers of people who can be sent: what is looked for, and what is entered."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import Register
from kakehashi.engines.calls.models import Expert
from kakehashi.engines.calls.queries.registers import Offered, SoughtExpert, person_with
from kakehashi.foundation.access.forms.fields import OrganisationField
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.moments import DayField


class SoughtExpertForm(forms.Form):
    """What cannot be understood counts as not said."""

    text = forms.CharField(label=gettext_lazy("ことば"), max_length=100, required=False)
    register = forms.ChoiceField(label=gettext_lazy("名簿"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("専門"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("言語"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("行ける地域"), required=False)

    def __init__(self, asked: Mapping[str, str], offered: Offered) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields})
        self._offer("register", Register.choices)
        self._offer("field", [(word, word) for word in offered.fields])
        self._offer("language", [(word, word) for word in offered.languages])
        self._offer("area", [(word, word) for word in offered.areas])

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = [("", _("すべて")), *choices]  # type: ignore[attr-defined]  # a ChoiceField


def sought_in(asked: Mapping[str, str]) -> SoughtExpert:
    register = asked.get("register", "")
    return SoughtExpert(
        text=asked.get("text", "")[:100],
        register=register if register in Register.values else "",
        field=asked.get("field", ""),
        language=asked.get("language", ""),
        area=asked.get("area", ""),
    )


class WordsField(forms.CharField):
    """Several words, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class SignInField(forms.EmailField):
    """Somebody who signs in, by mail address."""

    def prepare_value(self, value: Any) -> Any:
        return value.email if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | None:
        typed = super().clean(value)
        found = person_with(typed) if typed else None
        if typed and found is None:
            raise ValidationError(_("このメールアドレスで登録されている人はいません。先に人の登録をしてください。"))
        return found


_ONE_A_LINE = gettext_lazy("1行に1つずつ、得意な順に書いてください。")


class ExpertForm(forms.Form):
    """Somebody of a register."""

    register = forms.ChoiceField(label=gettext_lazy("名簿"), choices=Register.choices)
    name_ja = forms.CharField(label=gettext_lazy("氏名"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("英語表記"), max_length=120, required=False)
    person = SignInField(
        label=gettext_lazy("本人のメールアドレス"),
        help_text=gettext_lazy("登録されている人のアドレスを入れると、本人が自分の欄と都合の悪い日を直せます。"),
        required=False,
    )
    affiliation = forms.CharField(label=gettext_lazy("所属"), max_length=160, required=False)
    home = OrganisationField(
        label=gettext_lazy("所属する(していた)自治体"),
        help_text=gettext_lazy("名称かコードを入力してください。派遣のときに、ここの了解を得ます。"),
        required=False,
        max_length=120,
    )
    fields_known = WordsField(label=gettext_lazy("専門"), help_text=_ONE_A_LINE, required=False, max_length=1000)
    languages = WordsField(label=gettext_lazy("言語"), help_text=_ONE_A_LINE, required=False, max_length=500)
    areas = WordsField(label=gettext_lazy("行ける地域"), help_text=_ONE_A_LINE, required=False, max_length=1000)
    profile_ja = forms.CharField(
        label=gettext_lazy("紹介"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    profile_en = forms.CharField(
        label=gettext_lazy("紹介(英語)"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    most_per_year = forms.IntegerField(
        label=gettext_lazy("1年度に引き受けられる回数"), min_value=0, max_value=366, required=False
    )
    consented_on = DayField(
        label=gettext_lazy("本人の同意を得た日"),
        help_text=gettext_lazy("氏名、所属、専門を、利用する団体に見せることへの同意です。"),
        required=False,
    )
    is_listed = forms.BooleanField(
        label=gettext_lazy("名簿に載せる"),
        help_text=gettext_lazy("外すと、協会の職員だけに見え、新しい派遣には選べなくなります。"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("is_listed") and not values.get("consented_on") and "consented_on" in values:
            self.add_error("consented_on", _("名簿に載せるには、本人の同意を得た日を入力してください。"))
        return values

    def values(self) -> dict[str, Any]:
        """By the names of the columns."""
        found = dict(self.cleaned_data)
        return found | {"fields": found.pop("fields_known")}


class OwnEntryForm(ExpertForm):
    """What somebody registered says of themselves."""

    register = name_ja = person = home = is_listed = consented_on = None  # type: ignore[assignment]  # left out
    consents = forms.BooleanField(
        label=gettext_lazy("氏名、所属、専門を、利用する団体に見せることに同意します"),
        help_text=gettext_lazy("外して保存すると、名簿に載らなくなります。"),
        required=False,
    )


def initial_of(expert: Expert) -> dict[str, Any]:
    names = {name: getattr(expert, "fields" if name == "fields_known" else name) for name in ExpertForm.base_fields}
    return names | {"consents": expert.consented_on is not None}


class AbsenceForm(forms.Form):
    first_day = DayField(label=gettext_lazy("初日"))
    last_day = DayField(label=gettext_lazy("末日"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("末日は初日と同じ日か、それより後の日にしてください。"))
        return values
