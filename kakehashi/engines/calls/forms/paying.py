"""Accounts and payments."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy

from kakehashi.engines.calls.choices import AccountKind
from kakehashi.engines.calls.models import Payment
from kakehashi.foundation.forms.yen import YenField
from kakehashi.foundation.ui.formatting import ui_money
from kakehashi.foundation.ui.moments import DayField
from kakehashi.kernel.banking import NotWritableError, bank_text


class _Digits(forms.CharField):
    """So many digits; full-width ones are read too."""

    def __init__(self, width: int, label: Any, *, least: int = 0) -> None:
        words = gettext_lazy("%(width)d桁の数字で入力してください。") % {"width": width}
        pattern = RegexValidator(rf"^[0-9]{{{least or width},{width}}}\Z", words)
        super().__init__(label=label, validators=[pattern], widget=forms.TextInput(attrs={"inputmode": "numeric"}))
        self.width = width

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        return unicodedata.normalize("NFKC", typed).zfill(self.width) if typed else ""


class _Kana(forms.CharField):
    """What a bank can write, kept as it writes it."""

    def __init__(self, width: int, label: Any) -> None:
        super().__init__(label=label, max_length=60, help_text=gettext_lazy("カタカナ・英数字で入力してください。"))
        self.width = width

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            found = bank_text(typed)
        except NotWritableError as refused:
            raise ValidationError(
                gettext("銀行の書式で使えない文字「%(characters)s」があります。カタカナに直してください。")
                % {"characters": refused.characters}
            ) from refused
        if len(found) > self.width:
            raise ValidationError(gettext("%(width)d文字までにしてください(濁点も1文字です)。") % {"width": self.width})
        return found


class AccountForm(forms.Form):
    bank_code = _Digits(4, gettext_lazy("金融機関コード"))
    bank_kana = _Kana(15, gettext_lazy("金融機関名(カナ)"))
    branch_code = _Digits(3, gettext_lazy("支店コード"))
    branch_kana = _Kana(15, gettext_lazy("支店名(カナ)"))
    kind = forms.ChoiceField(label=gettext_lazy("預金種目"), choices=AccountKind.choices)
    number = _Digits(7, gettext_lazy("口座番号"), least=1)
    holder_kana = _Kana(30, gettext_lazy("口座名義(カナ)"))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)


class AdvanceForm(forms.Form):
    yen = YenField(label=gettext_lazy("概算払の額(円)"), min_value=1)


class ReturnForm(forms.Form):
    yen = YenField(label=gettext_lazy("返還を求める額(円)"), min_value=1)
    due_on = DayField(label=gettext_lazy("返還の期限"), required=False)
    note = forms.CharField(
        label=gettext_lazy("返還を求める理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ListForm(forms.Form):
    """Payments of those that wait, and the day of payment."""

    payments = forms.ModelMultipleChoiceField(
        label=gettext_lazy("支払"), queryset=Payment.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    pays_on = DayField(label=gettext_lazy("振込指定日"))

    def __init__(self, waiting: QuerySet[Payment], shown: Iterable[Payment], *args: Any, **kwargs: Any) -> None:
        """Any of `waiting` can be chosen, those of the page (`shown`) are offered."""
        super().__init__(*args, **kwargs)
        self.fields["payments"].queryset = waiting  # type: ignore[attr-defined]  # the field has one
        self.fields["payments"].choices = [(one.pk, _words(one)) for one in shown]  # type: ignore[attr-defined]  # the field has them


def _words(payment: Payment) -> str:
    application = payment.application
    words = (application.applicant, application.number, payment.get_kind_display(), ui_money(payment.yen))
    return format_html("{} ・ {} ・ {} ・ {}", *words)


class PaidForm(forms.Form):
    paid_on = DayField(label=gettext_lazy("支払日"))


class FailedForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("振込みができなかった理由"), max_length=200)
