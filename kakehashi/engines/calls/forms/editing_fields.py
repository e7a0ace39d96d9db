"""Controls of the editor: rates as people write them, several kinds of organisation, what points mean."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _

from kakehashi.foundation.forms.yen import YenField
from kakehashi.foundation.ui.moments import DayControl, MomentControl

_LONG = ("guidance_ja", "guidance_en")
PLACES = Decimal("0.00001")
MOST_YEN = 9_999_999_999_999  # as in the forms of applicants; sums of them fit into their columns


def control(column: "models.Field[Any, Any]", **options: Any) -> forms.Field:
    """The field of a column, with the controls that browsers know for days and moments."""
    if isinstance(column, models.DateTimeField):
        options["widget"] = MomentControl()
    elif isinstance(column, models.DateField):
        options["widget"] = DayControl()
    elif isinstance(column, models.TextField):
        options["widget"] = forms.Textarea(attrs={"rows": 8 if column.name in _LONG else 3})
        options["max_length"] = 20_000
    elif isinstance(column, models.PositiveBigIntegerField):
        options |= {"max_value": MOST_YEN, "form_class": YenField}
    return column.formfield(**options)  # type: ignore[return-value]  # each of these columns has a field


def fields_of(model: type[models.Model], columns: tuple[str, ...]) -> Mapping[str, forms.Field]:
    return fields_for_model(model, columns, formfield_callback=control)


class RateField(forms.CharField):
    """1/2, 50% or 0.5; a ``Decimal`` above 0 and up to 1, or ``None``."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        part = Fraction(value).limit_denominator(10)
        exact = abs(Decimal(part.numerator) / part.denominator - value) < PLACES
        return f"{part.numerator}/{part.denominator}" if exact and value != 1 else f"{value.normalize():f}"

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").replace("％", "%").replace("／", "/").strip()
        if not text:
            return None
        try:
            above, _bar, below = text.rstrip("%").partition("/")
            rate = Decimal(above) / Decimal(below or (100 if text.endswith("%") else 1))
        except (InvalidOperation, ZeroDivisionError):
            raise ValidationError(_("1/2、50%、0.5 のように書いてください。")) from None
        if not rate.is_finite() or not 0 < rate <= 1:
            raise ValidationError(_("0より大きく、1以下の割合にしてください。"))
        return max(rate.quantize(PLACES), PLACES)


class AnchorsField(forms.CharField):
    """One line for each number of points: 点数 | 日本語 | English."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{one['points']} | {one['ja']} | {one.get('en', '')}".rstrip(" |") for one in value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        anchors = []
        for line in (super().to_python(value) or "").splitlines():
            if not line.strip():
                continue
            points, japanese, english = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
            if not (points.isascii() and points.isdigit() and len(points) < 5 and japanese):
                raise ValidationError(_("1行ずつ「点数 | 日本語 | 英語」と書いてください。例: 5 | とても必要 | Vital"))
            anchors.append({"points": int(points), "ja": japanese, "en": english})
        return anchors

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or []) != (data or "").replace("\r\n", "\n"))


class NumbersField(forms.CharField):
    """Numbers of services of the plan, parted by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        parts = (super().to_python(value) or "").replace("、", ",").replace("，", ",").split(",")
        texts = [part.strip() for part in parts if part.strip()]
        if not all(text.isascii() and text.isdigit() and 0 < int(text[:6]) < 10_000 for text in texts):
            raise ValidationError(_("番号をコンマで区切って書いてください。例: 32, 60"))
        return [int(text) for text in texts]
