"""Which messages are listed, and messages handed in by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.services.disaster.choices import JmaFamily
from kakehashi.services.disaster.jma.drafting import DRILL, REAL, TEST
from kakehashi.services.disaster.jma.hardened import MAX_BYTES
from kakehashi.services.disaster.models import Exercise
from kakehashi.services.disaster.queries.jma import prefectures, running_exercises, takes_real

STATUSES = [(status, status) for status in (REAL, DRILL, TEST)]


class FilterForm(forms.Form):
    """`cleaned` gives what the query asks for; what is not understood filters nothing."""

    family = forms.ChoiceField(label=_("種類"), required=False, choices=[("", _("すべて")), *JmaFamily.choices])
    status = forms.ChoiceField(label=_("運用種別"), required=False, choices=[("", _("すべて")), *STATUSES])
    prefecture = forms.ChoiceField(label=_("都道府県"), required=False)
    only_drafts = forms.BooleanField(label=_("原稿にできるものだけ"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["prefecture"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above
        field.choices = [("", _("すべて")), *prefectures()]

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}


class TakeInForm(forms.Form):
    """Whoever takes in nothing real chooses a drill; whoever runs no drill is not asked for one."""

    file = forms.FileField(
        label=_("電文のファイル"),
        help_text=_("気象庁防災情報XML（1件、5MBまで）。ファイル名はそのままにしてください。"),
    )
    exercise = forms.ModelChoiceField(
        label=_("使う訓練"),
        queryset=Exercise.objects.none(),
        required=False,
        empty_label=_("訓練ではない"),
        help_text=_("行われている訓練を選ぶと、訓練の電文をその中で使えます。"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["exercise"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # as declared above
        field.queryset = running_exercises(person)
        if not takes_real(person):
            field.required, field.empty_label = True, _("選んでください")
        elif not field.queryset.exists():
            del self.fields["exercise"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("5MBまでのファイルを選んでください。"))
        return file


class BeginForm(forms.Form):
    """In whose name the bulletin is begun."""

    organisation = forms.ModelChoiceField(
        label=_("発表する団体"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # as declared above
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        field.initial = organisations[0] if organisations else None
