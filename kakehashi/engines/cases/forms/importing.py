"""A filled-in Excel form on its way in."""

from django import forms
from django.utils.translation import gettext_lazy


class FilledForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("記入したExcelの依頼書"),
        help_text=gettext_lazy("この画面や案件からダウンロードして記入したファイル(.xlsx)。5MBまで。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
