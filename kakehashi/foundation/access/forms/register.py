"""Forms of the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kakehashi.foundation.access.forms.fields import LineField, OrganisationField, check_order
from kakehashi.foundation.access.operations.register import FACTS
from kakehashi.foundation.organisations.choices import OrganisationKind, RelationKind
from kakehashi.foundation.organisations.models import Country, Organisation
from kakehashi.foundation.ui.moments import DayField


class OrganisationForm(forms.Form):
    """The facts of a body."""

    name_ja = LineField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("種類"), choices=OrganisationKind.choices)
    name_kana = LineField(label=_("ふりがな"), max_length=160, required=False)
    name_full_ja = LineField(
        label=_("正式名称"), max_length=160, required=False, help_text=_("市区町村は都道府県名から始めます。")
    )
    name_en = LineField(label=_("英語名"), max_length=160, required=False)
    type_ja = LineField(label=_("区分"), max_length=20, required=False, help_text=_("市、町、村、政令指定都市など"))
    parent = OrganisationField(
        label=_("属する団体"), required=False, help_text=_("都道府県や本部など、上の団体の名前かコード")
    )
    country = forms.ModelChoiceField(label=_("国・地域"), queryset=Country.objects.all(), initial="JP")
    countries_in_charge = forms.ModelMultipleChoiceField(
        label=_("担当する国・地域"),
        queryset=Country.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("海外事務所だけが選びます。"),
    )
    url = forms.URLField(label=_("ウェブサイト"), required=False, assume_scheme="https")
    email = forms.EmailField(label=_("代表メール"), required=False)
    starts_on = DayField(label=_("有効開始日"), required=False, help_text=_("合併などで新しくできた日"))
    ends_on = DayField(label=_("有効終了日"), required=False, help_text=_("なくなる団体の最後の日"))

    def clean(self) -> dict[str, Any]:
        check_order(self)
        if self.cleaned_data.get("countries_in_charge") and self.cleaned_data.get("kind") != OrganisationKind.OFFICE:
            self.add_error("countries_in_charge", _("担当する国・地域は、海外事務所だけに登録できます。"))
        return self.cleaned_data


class NewOrganisationForm(OrganisationForm):
    """… with a code, or the next of its kind."""

    code = LineField(
        label=_("コード"),
        max_length=40,
        required=False,
        help_text=_("全国地方公共団体コードなど。空けておくと自動でつけます。"),
    )


class EditOrganisationForm(OrganisationForm):
    """… with the revision the editor saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.get_initial_for_field(self.fields["kind"], "kind") != OrganisationKind.OFFICE:
            del self.fields["countries_in_charge"]

    @staticmethod
    def facts_of(organisation: Organisation) -> dict[str, Any]:
        """What the form begins with."""
        facts = {name: getattr(organisation, name) for name in (*FACTS, "revision")}
        return facts | {"countries_in_charge": organisation.countries_in_charge.all()}


class RelationForm(forms.Form):
    """How this body stands to another."""

    kind = forms.ChoiceField(label=_("関係"), choices=RelationKind.choices)
    target = OrganisationField(label=_("相手の団体"), help_text=_("名前かコード"))
    starts_on = DayField(label=_("開始日"), required=False)


class HolidayForm(forms.Form):
    """A day on which a country does not work."""

    day = DayField(label=_("日付"))
    name_ja = LineField(label=_("名称"), max_length=80)
    name_en = LineField(label=_("英語名"), max_length=120, required=False)
