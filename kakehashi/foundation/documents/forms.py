from django import forms
from django.utils.translation import gettext_lazy


class AttachForm(forms.Form):
    """One file to be attached to something."""

    file = forms.FileField(
        label=gettext_lazy("ファイル"), help_text=gettext_lazy("PDF・画像・Excel・Wordなど。5MBまで。")
    )
