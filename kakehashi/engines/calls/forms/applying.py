"""Beginning an application: whether the body may apply, in whose name, who carries the project out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.choices import ApplicantKind, Route
from kakehashi.engines.calls.models import Call, EligibilityLine
from kakehashi.engines.calls.queries import asking_organisations
from kakehashi.engines.calls.queries.eligibility import NEXT_YEAR, chance_of
from kakehashi.engines.calls.queries.uses import categories_of
from kakehashi.foundation.access.forms.fields import OrganisationField
from kakehashi.foundation.organisations.choices import OrganisationKind
from kakehashi.foundation.organisations.models import Organisation, Person

YES, NO = "yes", "no"


class StartForm(forms.Form):
    """The questions of the call come first; then who applies, and for which NGO.

    `refusals` holds the reasons of the call that speak against it, for the page.
    """

    def __init__(self, call: Call, person: Person, route: Route, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call, self.person, self.route = call, person, route
        self.lines: list[EligibilityLine] = list(call.eligibility_lines.all())
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = forms.ChoiceField(
                label=str(line), choices=[(YES, _("はい")), (NO, _("いいえ"))], widget=forms.RadioSelect
            )
        self._add_applicant()
        if call.uses_per_year is not None and (categories := categories_of(call)):
            self.fields["use_category"] = forms.ChoiceField(
                label=_("利用の区分"),
                choices=categories,
                help_text=_("1年度に使える回数は、区分ごとに数えます。"),
                widget=forms.RadioSelect,
            )
        if ApplicantKind.NPO_JOINT in call.eligible_kinds or not call.eligible_kinds:
            self.fields["implementer"] = OrganisationField(
                label=_("実施する団体(NGO・NPOが実施するとき)"),
                help_text=_(
                    "NGO・NPOの名称かコードを入力してください。申請する団体が自ら実施するときは空けておきます。"
                ),
                required=False,
                max_length=120,
            )

    def _add_applicant(self) -> None:
        label = gettext_lazy("申請する団体")
        if self.route == Route.DESK:
            self.fields["applicant"] = OrganisationField(
                label=label, help_text=_("名称かコードを入力してください。"), max_length=120
            )
            return
        bodies = asking_organisations(self.person).order_by("code")
        field: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
            bodies, label=label, empty_label=None, widget=forms.RadioSelect
        )
        field.initial = bodies.first()
        self.fields["applicant"] = field

    def clean_implementer(self) -> Organisation | None:
        found: Organisation | None = self.cleaned_data["implementer"]
        if found is not None and found.kind != OrganisationKind.NGO:
            raise ValidationError(_("NGO・NPOを選んでください。ほかの自治体と共同で行うときは、あとで加えられます。"))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for line in self.lines:
            answer = values.get(f"line-{line.pk}")
            if answer is not None and (answer == YES) != line.wanted:
                self.add_error(f"line-{line.pk}", line.refusal)
        applicant = values.get("applicant")
        if applicant is not None:
            person = None if self.route == Route.DESK else self.person
            chance = chance_of(self.call, applicant, person, values.get("implementer"))
            refusals = chance.refusals if self.route != Route.DESK else chance.refusals_of_kind
            for refusal in refusals:
                self.add_error("applicant", f"{refusal.why}{refusal.remedy}")
            if not refusals and (why := chance.why_not_category(values.get("use_category", ""))):
                self.add_error("use_category", f"{why}{NEXT_YEAR}")
        return values
