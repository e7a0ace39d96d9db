"""A bulletin as it is typed: what it is about, for where, until when; words of one's own."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.differences import Difference, differences
from kakehashi.foundation.ui.moments import MomentField, is_to_come
from kakehashi.kernel import japanese
from kakehashi.services.disaster.choices import PlaceKind
from kakehashi.services.disaster.models import Bulletin, Exercise, Place
from kakehashi.services.disaster.queries.bulletins import visible_exercises, writing_for
from kakehashi.services.disaster.queries.languages import JAPANESE, own_languages
from kakehashi.services.disaster.rules.areas import end_of_wards, own_areas

FREE_LENGTH = 600


class StartForm(forms.Form):
    """Whose bulletin it is, and whether it belongs to a drill."""

    use_required_attribute = False
    title = forms.CharField(
        label=gettext_lazy("件名"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("職員の一覧に出る名前です。空のままにすると、最初の文例の見出しになります。"),
    )

    def __init__(self, person: Person, data: Any = None, *, exercise: Exercise | None = None) -> None:
        super().__init__(data)
        organisations = writing_for(person)
        drills = visible_exercises(person)
        self.fields["organisation"] = forms.ModelChoiceField(
            organisations, label=_("発表する団体"), initial=organisations.first(), empty_label=None
        )
        self.fields["exercise"] = forms.ModelChoiceField(
            drills,
            label=_("訓練"),
            required=False,
            initial=exercise,
            empty_label=_("訓練ではない(本物の情報)"),
            help_text=_("訓練を選ぶと、すべての言語で「訓練」と示されます。あとから変えられません。"),
        )
        self.order_fields(["title", "organisation", "exercise"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        exercise, organisation = values.get("exercise"), values.get("organisation")
        if exercise and organisation and exercise.organisation_id != organisation.pk:
            self.add_error("exercise", _("この団体の訓練を選んでください。"))
        return values


class BulletinForm(forms.Form):
    """Everything but the sentences."""

    use_required_attribute = False
    title = forms.CharField(label=gettext_lazy("件名"), max_length=160)
    valid_until = MomentField(
        label=gettext_lazy("いつまで有効か"),
        validators=[is_to_come],
        help_text=gettext_lazy("この日時を過ぎると、自動で「期限切れ」と示されます。日本時間。"),
    )

    def __init__(self, bulletin: Bulletin, data: Any = None) -> None:
        super().__init__(data)
        places = places_for(bulletin.organisation)
        self.fields["areas"] = forms.MultipleChoiceField(
            label=_("対象の地域"),
            choices=[(place.code, str(place)) for place in places],
            widget=forms.CheckboxSelectMultiple if len(places) <= 60 else forms.SelectMultiple(attrs={"size": 12}),
        )
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("自由に書いた文を翻訳する言語"),
            choices=[
                (one.code, one.endonym) for one in own_languages(bulletin.organisation) if one.code not in JAPANESE
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("文例はいつもすべての言語で出ます。自由に書いた文だけ、ここで選んだ言語に翻訳を依頼します。"),
        )
        if bulletin.corrects_id:
            self.fields["change_note"] = forms.CharField(
                label=_("変わったこと"),
                max_length=300,
                help_text=_("公開されます。例: 避難所を桜小学校から中央公民館に変えました。"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.initial = {name: getattr(bulletin, name) for name in self.fields}
        if len(places) == 1 and not bulletin.areas:
            self.initial["areas"] = [places[0].code]

    def differences(self, now: Bulletin) -> list[Difference]:
        return differences(self.fields, BulletinForm(now).initial, self.cleaned_data)


def places_for(organisation: Organisation) -> list[Place]:
    """The places an organisation may speak for, in the order of their codes; for headquarters the prefectures."""
    prefecture, city = own_areas(organisation)
    found: QuerySet[Place] = Place.objects.filter(kind__in=[PlaceKind.PREFECTURE, PlaceKind.CITY], valid_to=None)
    if city:
        own = Q(code__startswith=f"city:{city}") | Q(code__gt=f"city:{city}", code__lt=f"city:{end_of_wards(city)}")
        return list(found.filter(own).order_by("code"))
    if prefecture:
        return list(found.filter(prefecture=prefecture).order_by("-kind", "code"))
    return list(found.filter(kind=PlaceKind.PREFECTURE).order_by("code"))


class FreeTextForm(forms.Form):
    """Words of one's own, at least in Japanese and やさしい日本語. They never replace a sentence of the bank."""

    use_required_attribute = False
    ja = forms.CharField(label=gettext_lazy("日本語"), max_length=FREE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
    easy = forms.CharField(
        label=gettext_lazy("やさしい日本語"),
        max_length=FREE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "短い文に分け、言葉の間を空けます。漢字には 避難所《ひなんじょ》 のように読みを付けます。"
        ),
    )

    def clean_ja(self) -> str:
        return self._without_braces("ja")

    def clean_easy(self) -> str:
        return self._without_braces("easy")

    def _without_braces(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if "{" in text or "}" in text:
            raise ValidationError(_("{ } は使えません。"))
        return "\n".join(japanese.clean_line(line) for line in text.splitlines() if line.strip())


class ExerciseForm(forms.Form):
    """A drill: of whom, what is imagined, from when to when."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    scenario = forms.CharField(
        label=gettext_lazy("想定"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    starts_at = MomentField(label=gettext_lazy("開始"))
    ends_at = MomentField(
        label=gettext_lazy("終了"),
        help_text=gettext_lazy("終わると、訓練の情報はすべて公開のページから期限切れになります。"),
    )

    target_minutes = forms.IntegerField(
        label=gettext_lazy("公開までの目標(分)"),
        required=False,
        min_value=1,
        max_value=1440,
        help_text=gettext_lazy(
            "状況が届いてから公開までの時間です。空欄なら点数は出さず、かかった時間だけを示します。"
        ),
    )

    def __init__(self, person: Person, data: Any = None, *, exercise: Exercise | None = None) -> None:
        super().__init__(data)
        if exercise is None:
            found = writing_for(person)
            self.fields["organisation"] = forms.ModelChoiceField(
                found, label=_("団体"), initial=found.first(), empty_label=None
            )
            self.order_fields(["organisation", "name"])
        else:
            self.initial = {name: getattr(exercise, name) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("終了は、開始よりあとにしてください。"))
        if starts and ends and ends - starts > dt.timedelta(days=14):
            self.add_error("ends_at", _("訓練は14日までにしてください。"))
        return values

    def differences(self, now: Exercise) -> list[Difference]:
        return differences(self.fields, {name: getattr(now, name) for name in self.fields}, self.cleaned_data)
