"""The order of an organisation's languages: a number beside each."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.translation.models import Language
from kakehashi.services.disaster.models import LanguageChoice
from kakehashi.services.disaster.queries.languages import own_languages
from kakehashi.services.disaster.queries.residents import languages_there


class LanguagesForm(forms.Form):
    """Fields by the code of the language; an empty one is not chosen. Equal numbers keep the order of the page."""

    use_required_attribute = False

    def __init__(self, organisation: Organisation, choice: LanguageChoice, data: Any = None) -> None:
        super().__init__(data)
        self.there = dict(languages_there(organisation))
        self.languages = own_languages(organisation)
        for one in self.languages:
            self.fields[one.code] = forms.IntegerField(
                label=_("%(language)sの順番") % {"language": one},
                required=False,
                min_value=1,
                max_value=len(self.languages),
                widget=forms.NumberInput(attrs={"class": "ui-input disaster-number"}),
            )
        self.initial = {code: place for place, code in enumerate(choice.languages, 1)}

    def chosen(self) -> list[str]:
        """Of a valid form."""
        numbered = [one.code for one in self.languages if self.cleaned_data[one.code]]
        return sorted(numbered, key=lambda code: self.cleaned_data[code])

    def rows(self) -> list[tuple[Language, int | None, BoundField]]:
        """Each language with the people there who speak it."""
        return [(one, self.there.get(one.code), self[one.code]) for one in self.languages]
