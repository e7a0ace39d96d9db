from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.notices.choices import Pace


class PreferenceForm(forms.Form):
    """How and in which language one wants to be told by mail."""

    pace = forms.ChoiceField(label=_("メールでのお知らせ"), choices=Pace.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("画面とメールの言語"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101  # for the type checker
        language.choices = [pair for pair in settings.LANGUAGES if pair[0] in settings.STAFF_LANGUAGES]
