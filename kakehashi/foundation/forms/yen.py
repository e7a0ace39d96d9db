from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from kakehashi.kernel.money import read_yen


class YenField(forms.IntegerField):
    """Whole yen, read as in the questions of a form: with commas, in full-width digits, with 円 or ¥.

    A text control: one for numbers lets nobody type a comma.
    """

    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("金額を円の整数で入力してください(例: 1,234,000)。")}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return read_yen(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric", "data-yen": True}
