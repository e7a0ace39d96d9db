"""Formal letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.models import Letter
from kakehashi.engines.cases.operations.letters import EDITABLE
from kakehashi.foundation.ui.moments import DayField


def _lines(label: Any, rows: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class LetterForm(forms.Form):
    """Everything that stands in the letter; the layout is its template's."""

    number = forms.CharField(
        label=gettext_lazy("文書番号"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("貴団体の文書番号です。番号を付けないときは空けておきます。"),
    )
    dated_on = DayField(label=gettext_lazy("日付"))
    addressee = _lines(gettext_lazy("宛先"), 2, max_length=200)
    sender = _lines(
        gettext_lazy("差出人"),
        3,
        max_length=200,
        help_text=gettext_lazy("代表者の職・氏名を書くときは、次の行に加えます。"),
    )
    subject = forms.CharField(label=gettext_lazy("件名"), max_length=200)
    body = _lines(
        gettext_lazy("本文"),
        14,
        max_length=6000,
        help_text=gettext_lazy("「記」だけの行は中央に、「以上」だけの行は右に置かれます。"),
    )
    contact = _lines(gettext_lazy("問合せ先"), 4, max_length=300, required=False)
    omits_seal = forms.BooleanField(label=gettext_lazy("「(公印省略)」と書く"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("文書の言語"),
        choices=[("ja", gettext_lazy("日本語")), ("en", gettext_lazy("英語"))],
        help_text=gettext_lazy("日付と配置が変わります。"),
    )

    @staticmethod
    def initial_of(letter: Letter) -> dict[str, Any]:
        return {name: getattr(letter, name) for name in EDITABLE}
