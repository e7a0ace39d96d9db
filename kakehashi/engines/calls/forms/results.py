"""The words of a result."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)0\d{1,4}[-(]?\d{1,4}[-)]?\d{3,4}(?!\d)")


def _impersonal(text: str) -> None:
    """Raises ``ValidationError`` where a mail address or a telephone number stands."""
    if found := _PERSONAL.search(text):
        raise ValidationError(
            gettext("「%(text)s」は電話番号かメールアドレスのようです。公開するページには書かないでください。")
            % {"text": found[0]}
        )


def _long(label: Any, *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=4000, required=required, validators=[_impersonal], widget=area)


class ResultForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("事業名"), max_length=200, validators=[_impersonal])
    summary = _long(gettext_lazy("概要"), required=True)
    outcome = _long(gettext_lazy("成果"), required=True)
    points = _long(gettext_lazy("ほかの団体の参考になること"))
    title_en = forms.CharField(label=gettext_lazy("英語の事業名"), max_length=240, required=False)
    summary_en = _long(gettext_lazy("英語の概要"))
    has_no_names = forms.BooleanField(label=gettext_lazy("個人の氏名や連絡先が書かれていないことを確かめました"))
