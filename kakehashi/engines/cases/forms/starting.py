"""Beginning a case."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.choices import Starts
from kakehashi.engines.cases.models import CaseKind
from kakehashi.engines.cases.queries import (
    asking_organisations,
    desks_of,
    offices,
    working_desks,
)
from kakehashi.foundation.organisations.models import Organisation, Person


class StartForm(forms.Form):
    """Which desk, in whose name, and for research: which office looks."""

    office: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("宛先"), widget=forms.RadioSelect, empty_label=None
    )
    assisting: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("調べる国を担当する事務所"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    applicant: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("依頼する団体"), empty_label=None
    )

    def __init__(self, kind: CaseKind, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_own = kind.starts == Starts.STAFF
        desks = desks_of(kind).order_by("code")
        self._offer("office", working_desks(desks, person) if is_own else desks)
        if is_own:
            self.fields["office"].label = _("記録する事務所・課")
            del self.fields["applicant"]
        else:
            self._offer("applicant", asking_organisations(person).order_by("code"))
        if kind.needs_assisting_office:
            self._offer("assisting", offices().order_by("code"))
        else:
            del self.fields["assisting"]

    def _offer(self, name: str, found: "QuerySet[Organisation]") -> None:
        """What can be chosen; where it is only one, it is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # said for the type checker
        field.queryset = found
        field.label_from_instance = _office_words  # type: ignore[method-assign, assignment]  # Django's hook
        if found.count() == 1:
            field.initial = found.first()
            field.disabled = True


def _office_words(office: Organisation) -> str:
    countries = _("、").join(str(country) for country in office.countries_in_charge.all())
    if not countries:
        return str(office)
    return _("%(office)s(担当: %(countries)s)") % {"office": office, "countries": countries}
