"""Who is sent: the applicant's wish, the desk's choice, what it costs and who agreed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.models import Expert
from kakehashi.engines.calls.queries.dispatching import Costs
from kakehashi.foundation.forms.yen import YenField
from kakehashi.foundation.ui.moments import DayField


class _ExpertChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Each with what they know, so that one need not open every page."""

    def label_from_instance(self, obj: Any) -> str:
        known = _("、").join(obj.fields[:3])
        about = " / ".join(part for part in (obj.affiliation, known) if part)
        return f"{obj}({about})" if about else str(obj)


class WishForm(forms.Form):
    expert = _ExpertChoice(
        Expert.objects.none(),
        label=gettext_lazy("派遣してほしい人"),
        empty_label=gettext_lazy("本部に任せる"),
        blank=True,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, experts: QuerySet[Expert], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts  # type: ignore[attr-defined]  # a ModelChoiceField


class SentForm(forms.Form):
    """`expert` is drawn by the page as one button in each row."""

    expert = forms.TypedChoiceField(
        label=gettext_lazy("派遣する人"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("派遣する人を選んでください。")},
    )
    note = forms.CharField(
        label=gettext_lazy("選んだ理由(任意)"),
        help_text=gettext_lazy("決定を通知した後に人を替えるときは、申請団体にも伝わります。"),
        max_length=300,
        required=False,
    )

    def __init__(self, experts: list[Expert], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pk = {expert.pk: expert for expert in experts}
        self.fields["expert"].choices = [(pk, str(one)) for pk, one in self.by_pk.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_expert(self) -> Expert:
        found = self.by_pk.get(self.cleaned_data["expert"])
        if found is None:
            raise ValidationError(_("派遣する人を選んでください。"))
        return found


def _yen(label: Any, help_text: Any = "") -> YenField:
    return YenField(label=label, help_text=help_text, min_value=0, max_value=99_999_999, required=False)


class CostsForm(forms.Form):
    """What a dispatch costs; what is left empty is worked out where the call says how."""

    hours = forms.DecimalField(
        label=gettext_lazy("助言・講演の時間(時間)"), min_value=0, max_value=999, decimal_places=1, required=False
    )
    honorarium_yen = _yen(gettext_lazy("謝金(円)"))
    daily_yen = _yen(gettext_lazy("日当(円)"))
    travel_yen = _yen(gettext_lazy("旅費(円)"), gettext_lazy("往復の交通費と宿泊費です。オンラインなら0円です。"))
    tax_yen = _yen(gettext_lazy("源泉徴収(円)"), gettext_lazy("謝金のうち、本人に渡さずに納める額です。"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        tax, honorarium = values.get("tax_yen"), values.get("honorarium_yen")
        if tax is not None and honorarium is not None and tax > honorarium:
            self.add_error("tax_yen", _("源泉徴収は、謝金の額までにしてください。"))
        if tax and honorarium is None:
            self.add_error("honorarium_yen", _("源泉徴収を入れるときは、謝金も入れてください。"))
        return values

    def costs(self) -> Costs:
        return Costs(**self.cleaned_data)


class AgreementsForm(forms.Form):
    agreed_on = DayField(label=gettext_lazy("協定書を交わした日"), required=False)
    home_agreed_on = DayField(label=gettext_lazy("所属団体の了解を得た日"), required=False)


class DispatchRuleForm(forms.Form):
    """Amounts nobody knows stay empty: 未設定."""

    hour_yen = _yen(gettext_lazy("謝金(1時間、円)"))
    day_yen = _yen(gettext_lazy("日当(1日、円)"))
    tax_percent = forms.DecimalField(
        label=gettext_lazy("謝金から源泉徴収する割合(%)"),
        help_text=gettext_lazy("1円未満は切り捨てます。"),
        min_value=0,
        max_value=Decimal("99.999"),
        decimal_places=3,
        required=False,
    )
    needs_agreement = forms.BooleanField(label=gettext_lazy("受入れ側と協定書を交わす"), required=False)
    needs_home = forms.BooleanField(label=gettext_lazy("派遣する人の所属団体の了解を得る"), required=False)
