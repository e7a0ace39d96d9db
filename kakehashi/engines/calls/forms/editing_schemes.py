"""Schemes and new calls as they are typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.forms.editing_fields import NumbersField, fields_of
from kakehashi.engines.calls.models import Call, Scheme
from kakehashi.engines.calls.queries.editing import desks_for, next_round
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.differences import Difference, differences
from kakehashi.foundation.ui.formatting import ui_fiscal_year
from kakehashi.foundation.ui.moments import MomentField
from kakehashi.kernel import clock

FIRST, LAST = 1988, 2100
_TAKEN = {"new"}
_CODE = RegexValidator(
    r"^[a-z][a-z0-9-]{1,39}$", gettext_lazy("英小文字で始め、英小文字、数字、ハイフン(-)だけで書いてください。")
)


class SchemeForm(forms.Form):
    """A scheme; the code is asked only of a new one."""

    use_required_attribute = False
    columns = ("name_ja", "name_en", "about_ja", "about_en", "service_numbers", "desk", "order")

    def __init__(self, person: Person, data: Any = None, *, scheme: Scheme | None = None) -> None:
        super().__init__(data)
        self.person = person
        self.fields.update(fields_of(Scheme, self.columns))
        self.fields["service_numbers"] = NumbersField(
            label=_("事業計画の番号"), required=False, help_text=_("この制度が担うサービスの番号。例: 32, 60")
        )
        self.fields["desk"] = forms.ModelChoiceField(desks_for(person), label=_("担当課"))
        if scheme is None:
            self.fields["code"] = forms.CharField(
                label=_("コード"),
                max_length=40,
                validators=[_CODE],
                help_text=_("アドレスと受付番号に使います。例: promotion-adviser。あとから変えられません。"),
            )
            self.order_fields(["name_ja", "name_en", "code"])
            self.initial = {"order": 0}
        else:
            self.initial = {name: getattr(scheme, name) for name in self.columns}

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in _TAKEN:
            raise ValidationError(_("このコードは使えません。別のコードにしてください。"))
        return code

    def differences(self, now: Scheme) -> list[Difference]:
        return differences(self.fields, SchemeForm(self.person, scheme=now).initial, self.cleaned_data)


def _year(label: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=FIRST, max_value=LAST, **options)


def in_list(call: Call) -> str:
    """A call among others: the round is said from the second on."""
    words = f"{ui_fiscal_year(call.fiscal_year)} {call}"
    return words if call.round == 1 else f"{words} {_('第%(number)s回') % {'number': call.round}}"


class EndSchemeForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any = None, *, scheme: Scheme) -> None:
        super().__init__(data, initial={"ends_after": scheme.ends_after})
        self.fields["ends_after"] = _year(
            _("最後の年度(西暦)"),
            required=False,
            help_text=_("この年度より後の公募は作れなくなります。空欄にすると続きます。"),
        )


class NewCallForm(forms.Form):
    """Like an earlier call of this or another scheme, or from nothing."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, scheme: Scheme, calls: list[Call], others: list[Call]) -> None:
        last = calls[0] if calls else None
        year = last.fiscal_year + 1 if last else clock.fiscal_year(clock.today()) + 1
        super().__init__(data, initial={"fiscal_year": year, "like": last.pk if last else None})
        self.scheme = scheme
        self.calls = {str(call.pk): call for call in [*calls, *others]}
        self.fields["fiscal_year"] = _year(_("年度(西暦)"), help_text=_("事業を実施する年度です。"))
        choices: list[Any] = [("", _("写さずに作る"))]
        for label, listed in ((_("この制度の公募"), calls), (_("ほかの制度の公募"), others)):
            if listed:
                choices.append((label, [(str(call.pk), in_list(call)) for call in listed]))
        if self.calls:
            self.fields["like"] = forms.ChoiceField(
                label=_("写す公募"),
                choices=choices,
                required=False,
                help_text=_("枠、観点、質問票、金額、費目、文書のひな形をすべて写し、日付を年度の分だけ動かします。"),
            )

    def clean_fiscal_year(self) -> int:
        year: int = self.cleaned_data["fiscal_year"]
        if self.scheme.ends_after is not None and year > self.scheme.ends_after:
            raise ValidationError(_("この制度は%(year)s年度で終わりました。") % {"year": self.scheme.ends_after})
        return year

    @property
    def source(self) -> Call | None:
        return self.calls.get(self.cleaned_data.get("like", ""))

    @property
    def round_number(self) -> int:
        return next_round(self.scheme, self.cleaned_data["fiscal_year"])


class ReopenForm(forms.Form):
    use_required_attribute = False
    closes_at = MomentField(
        label=gettext_lazy("新しい締切"),
        required=False,
        help_text=gettext_lazy("空欄にすると、締め切るまで受け付けます。23:59とすると、23時59分59秒まで提出できます。"),
    )
