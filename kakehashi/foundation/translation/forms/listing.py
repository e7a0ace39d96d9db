from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.translation.families import shelf_label
from kakehashi.foundation.translation.labels import LABELS
from kakehashi.foundation.translation.queries import STATUSES, Narrowed


class ListForm(forms.Form):
    """What the list of texts is narrowed to. What does not fit is left out."""

    q = forms.CharField(label=gettext_lazy("言葉"), max_length=100, required=False, widget=forms.SearchInput)
    language = forms.ChoiceField(label=gettext_lazy("言語"), required=False)
    shelf = forms.ChoiceField(label=gettext_lazy("種類"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("状態"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("書いた人"), required=False)

    def __init__(self, languages: list[tuple[str, str]], shelves: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("すべて"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "language": [*languages],
            "shelf": [everything, *((shelf, shelf_label(shelf)) for shelf in shelves)],
            "status": [everything, *((status, LABELS[status]) for status in STATUSES)],
            "who": [everything, ("mine", _("自分")), ("for_me", _("ほかの人"))],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
            field.choices = offered

    def narrowed(self, language: str) -> Narrowed:
        """`language`: the one where the address names none."""
        self.is_valid()
        said = self.cleaned_data
        return Narrowed(
            language=said.get("language") or language,
            status=said.get("status", ""),
            shelf=said.get("shelf", ""),
            text=said.get("q", ""),
            mine=said.get("who") == "mine",
            for_me=said.get("who") == "for_me",
        )
