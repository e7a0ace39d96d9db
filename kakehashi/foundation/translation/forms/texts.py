from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.translation.choices import Weight
from kakehashi.foundation.translation.models import Language

LONGEST = 4000
_CHECKED_WHILE_TYPING = {
    "hx-post": "",
    "hx-trigger": "input changed delay:600ms",
    "hx-target": "#findings",
    "hx-include": "closest form",
    "hx-params": "not _once",
    "hx-vals": '{"check": "1"}',
}


class TextForm(forms.Form):
    """One text. A heavier edit makes the languages that follow stale.

    `expected`: the version the page showed, `source`: the meaning of the source it showed.
    """

    body = forms.CharField(
        label=gettext_lazy("訳文"), max_length=LONGEST, strip=True, widget=forms.Textarea(attrs={"rows": 6})
    )
    weight = forms.ChoiceField(
        label=gettext_lazy("直しの重さ"), choices=Weight.choices, initial=Weight.MINOR, widget=forms.RadioSelect
    )
    expected = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)
    source = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, language: Language, is_first: bool, limit: int | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        body.label = _("%(language)sの文章") % {"language": language}
        body.widget.attrs |= _CHECKED_WHILE_TYPING | {"lang": language.code, "dir": language.direction}
        if limit:
            body.help_text = _("%(limit)s字まで(ふりがなと差し込みは数えません)。") % {"limit": limit}
        if is_first:
            del self.fields["weight"]
        else:
            self.fields["weight"].help_text = _(
                "意味が変わる直しにすると、この文章をもとにした言語が「原文より古い」になります。"
            )

    @property
    def weight_of_edit(self) -> Weight:
        return Weight(self.cleaned_data.get("weight") or Weight.MAJOR)


class DraftForm(forms.Form):
    """What is being typed: kept as it is, whatever it lacks."""

    body = forms.CharField(max_length=LONGEST, strip=False, required=False)
    weight = forms.ChoiceField(choices=Weight.choices, required=False)
    expected = forms.IntegerField(min_value=0, max_value=100_000)
    source = forms.CharField(required=False, max_length=16)

    @property
    def kept(self) -> dict[str, Any]:
        return self.cleaned_data | {"weight": Weight(self.cleaned_data["weight"] or Weight.MAJOR)}


class ReasonForm(forms.Form):
    """Why: for the translator to read, or for the record."""

    reason = forms.CharField(max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, label: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
