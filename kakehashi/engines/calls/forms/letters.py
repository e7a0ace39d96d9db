"""Formal letters: their words, and what is asked when they go out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from kakehashi.engines.calls.choices import LetterKind, Look
from kakehashi.engines.calls.queries.letters import LANGUAGES
from kakehashi.engines.calls.queries.merging import unknown
from kakehashi.foundation.ui.moments import DayField

_LANGUAGES = {"ja": gettext_lazy("日本語"), "en": gettext_lazy("英語")}


def _known_fields(text: str) -> None:
    """Raises ``ValidationError`` naming every gap that nobody could fill."""
    if found := unknown(text):
        names = gettext("、").join(found)
        raise ValidationError(
            gettext("「%(names)s」という差し込み項目はありません。下の表にある名前を {{ }} で囲んでください。")
            % {"names": names}
        )


class WordsForm(forms.Form):
    """The words of a letter, with gaps of known names."""

    subject = forms.CharField(label=gettext_lazy("件名"), max_length=200, validators=[_known_fields])
    body = forms.CharField(
        label=gettext_lazy("本文"),
        max_length=6000,
        validators=[_known_fields],
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("「記」だけの行は中央に、「以上」だけの行は右に置かれます。"),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("使う範囲"),
        choices=[("call", gettext_lazy("この公募だけ")), ("scheme", gettext_lazy("この制度のすべての公募"))],
        widget=forms.RadioSelect,
    )
    look = forms.ChoiceField(
        label=gettext_lazy("紙の向き"),
        choices=Look.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("縦書きは日本語の表彰状だけです。英語の表彰状は横書きになります。"),
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != LetterKind.CERTIFICATE:
            del self.fields["look"]


class IssueForm(forms.Form):
    dated_on = DayField(label=gettext_lazy("施行日"))
    language = forms.ChoiceField(
        label=gettext_lazy("文書の言語"), choices=[(code, _LANGUAGES[code]) for code in LANGUAGES]
    )


class BatchForm(forms.Form):
    kind = forms.ChoiceField(choices=LetterKind.choices, widget=forms.HiddenInput)
    dated_on = DayField(label=gettext_lazy("施行日"))
