from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.translation.families import shelf_label
from kakehashi.foundation.translation.labels import LABELS
from kakehashi.foundation.translation.models import Language
from kakehashi.foundation.translation.queries import STATUSES

FORMATS = {"po": "PO", "xliff": "XLIFF 1.2"}


class OutForm(forms.Form):
    """Which texts go out, in which format."""

    language = forms.ModelChoiceField(Language.objects.all(), label=_("言語"), empty_label=None)
    shelf = forms.ChoiceField(label=_("種類"), required=False)
    statuses = forms.MultipleChoiceField(
        label=_("状態"),
        choices=[(status, LABELS[status]) for status in STATUSES],
        initial=["missing", "machine", "stale", "returned"],
        widget=forms.CheckboxSelectMultiple,
    )
    format = forms.ChoiceField(label=_("ファイルの形"), choices=list(FORMATS.items()), widget=forms.RadioSelect)

    def __init__(self, shelves: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelf = self.fields["shelf"]
        assert isinstance(shelf, forms.ChoiceField)  # noqa: S101  # as declared above; for the type checker
        shelf.choices = [("", _("すべて")), *((shelf, shelf_label(shelf)) for shelf in shelves)]


class InForm(forms.Form):
    """A file that comes back. `language`: where it does not say for which it is."""

    language = forms.ModelChoiceField(Language.objects.all(), label=_("言語"), empty_label=None)
    file = forms.FileField(label=_("POかXLIFFのファイル"), help_text=_("2MBまで。"))
