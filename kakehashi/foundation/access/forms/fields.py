"""Fields several forms here share."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.organisations.queries import find_organisations
from kakehashi.kernel.japanese import clean_line


class LineField(forms.CharField):
    """One line of text, without control characters and double spaces."""

    def to_python(self, value: object) -> str:
        return clean_line(super().to_python(value) or "")


class OrganisationField(LineField):
    """An organisation by its code or its name; two of one name are told apart by asking for the code."""

    def prepare_value(self, value: object) -> object:
        return value.code if isinstance(value, Organisation) else value

    def clean(self, value: object) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(find_organisations(text, with_ended=True, limit=6))
        exact = [one for one in found if text in {one.code, one.name_ja, one.name_full_ja}]
        if len(exact) == 1 or (not exact and len(found) == 1):
            return (exact or found)[0]
        if not found:
            raise ValidationError(_("この名前かコードの団体は見つかりません。団体の一覧で確かめてください。"))
        candidates = "、".join(f"{one.code} {one.name_full_ja or one.name_ja}" for one in (exact or found)[:5])
        raise ValidationError(_("複数の団体が当てはまります。コードで入力してください：") + candidates)


def check_order(form: forms.Form) -> None:
    """An error beside the end where it lies before the start."""
    starts_on: dt.date | None = form.cleaned_data.get("starts_on")
    ends_on: dt.date | None = form.cleaned_data.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.add_error("ends_on", _("終了日は、開始日と同じ日かそれより後の日を入力してください。"))
