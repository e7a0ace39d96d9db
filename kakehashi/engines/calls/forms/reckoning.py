"""The facts of an application that is only thought of, for reckoning what it would get."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import ApplicantKind, Jointly, Place
from kakehashi.engines.calls.rules.award import MOST_YEN, Facts, Rule
from kakehashi.foundation.forms.yen import YenField
from kakehashi.foundation.ui.moments import DayField

EXAMPLE_YEN = 4_000_000  # what stands in the fields before anybody typed


class FactsForm(forms.Form):
    """It asks only for what the rule needs. Everything may be left empty: what is not known is not checked."""

    use_required_attribute = False

    def __init__(self, rule: Rule, data: Any = None) -> None:
        self.rule = rule
        super().__init__(data or self._example())
        self.is_example = not data
        kinds = [(one.value, one.label) for one in ApplicantKind if one.value in (rule.eligible_kinds or [one.value])]
        self.fields["applicant_kind"] = forms.ChoiceField(label=_("団体の種類"), choices=kinds)
        if any(cap.place for cap in rule.caps):
            self.fields["place"] = forms.ChoiceField(label=_("実施場所"), choices=Place.choices)
        self.fields["jointly"] = forms.ChoiceField(label=_("単独・共同"), choices=Jointly.choices)
        self.fields["bodies"] = forms.IntegerField(
            label=_("団体の数(申請する団体を含む)"), required=False, min_value=1, max_value=10_000
        )
        self.fields["eligible"] = self._yen(_("対象になる経費(円)"))
        self.fields["requested"] = self._yen(_("申請する額(円)"))
        self._add_days()
        if rule.uses_per_year is not None:
            self.fields["uses_this_year"] = forms.IntegerField(
                label=_("この年度にすでに利用した回数"), required=False, min_value=0, max_value=10_000
            )
        if rule.forbids_co_subsidy:
            self.fields["co_subsidy"] = forms.BooleanField(
                label=_("国・自治体などのほかの補助を受ける"), required=False
            )

    def _example(self) -> dict[str, Any]:
        kinds = self.rule.eligible_kinds or (ApplicantKind.MUNICIPALITY.value,)
        kind = ApplicantKind.MUNICIPALITY.value if ApplicantKind.MUNICIPALITY.value in kinds else kinds[0]
        found = {"applicant_kind": kind, "jointly": Jointly.ALONE.value, "eligible": EXAMPLE_YEN}
        return found | {"place": Place.JAPAN.value, "uses_this_year": 0}

    @staticmethod
    def _yen(label: str) -> YenField:
        return YenField(label=label, required=False, min_value=0, max_value=MOST_YEN)

    def _add_days(self) -> None:
        rule = self.rule
        labels = {"starts_on": _("事業の初日"), "ends_on": _("事業の末日")}
        if not (rule.first_day or rule.last_day or rule.longest_months or rule.starts_after_decision):
            labels = {}
        if rule.starts_after_decision:
            labels["decided_on"] = _("決定の通知の日")
        for name, label in labels.items():
            self.fields[name] = DayField(label=label, required=False)

    def facts(self) -> Facts:
        """Of a valid form."""
        known = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        jointly = known.pop("jointly")
        return Facts(**known, joint=jointly == Jointly.JOINT)
