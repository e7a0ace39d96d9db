"""Days and moments, chosen with the browser's own controls."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kakehashi.kernel import clock


class DayControl(forms.DateInput):
    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentControl(forms.DateTimeInput):
    """To the minute."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class DayField(forms.DateField):
    widget = DayControl


class MomentField(forms.DateTimeField):
    """In the time zone that is active."""

    widget = MomentControl


def is_to_come(deadline: dt.datetime) -> None:
    """A validator. Raises ``ValidationError`` for a deadline that has passed."""
    if clock.has_passed(deadline):
        raise ValidationError(_("これからの日時を入力してください。"))
