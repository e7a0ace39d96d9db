from typing import Any

from django import forms
from django.utils.translation import gettext as _


class MoveForm(forms.Form):
    """The note that goes with a move; its prefix is the code of the move."""

    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label: Any = "", needs_note: bool = False, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label or _("ひとこと(任意)")
        self.fields["note"].required = needs_note
