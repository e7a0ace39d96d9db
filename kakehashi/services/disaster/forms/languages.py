"""Languages to be chosen: those an organisation begins with stand open, the others are folded; their order."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.translation.models import Language
from kakehashi.services.disaster.models import LanguageChoice
from kakehashi.services.disaster.queries.languages import chosen_languages, own_languages
from kakehashi.services.disaster.queries.residents import languages_there

OFFERED = 6  # languages chosen before anybody chooses
Choices = list[tuple[str, Any]]


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """A group of choices is folded until something in it is chosen."""

    template_name = "disaster/folded_choices.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["is_open"] = any(one["selected"] for group, options, _index in groups if group for one in options)
        return context


def begun_with(organisation: Organisation) -> list[Language]:
    """What it chose, else the languages most people there speak."""
    return own_languages(organisation)[: len(chosen_languages(organisation)) or OFFERED]


def offered(organisation: Organisation, *, without: str = "") -> Choices:
    """Every language with the people there who speak it."""
    there = dict(languages_there(organisation))
    begun = {one.code for one in begun_with(organisation)}
    found = [one for one in own_languages(organisation) if one.code != without]
    first = [(one.code, label_of(one, there)) for one in found if one.code in begun]
    rest = [(one.code, label_of(one, there)) for one in found if one.code not in begun]
    return [*first, (_("ほかの言語"), rest)] if rest else first


def label_of(language: Language, there: Mapping[str, int]) -> str:
    name = f"{language} {language.endonym}" if str(language) != language.endonym else str(language)
    people = there.get(language.code)
    return _("%(language)s(約%(people)s人)") % {"language": name, "people": f"{people:,}"} if people else name


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
