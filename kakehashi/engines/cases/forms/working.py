"""What the page of a case asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.models import Case
from kakehashi.engines.cases.queries import (
    officers_of,
)
from kakehashi.foundation.organisations.models import Person


class MessageForm(forms.Form):
    body = forms.CharField(label=gettext_lazy("連絡を書く"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    is_internal = forms.BooleanField(
        label=gettext_lazy("職員だけに見せる"),
        help_text=gettext_lazy("依頼団体と支部には見えません。"),
        required=False,
    )

    def __init__(self, *args: Any, may_be_internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_internal:
            del self.fields["is_internal"]


class AssignForm(forms.Form):
    lead: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("担当者"), empty_label=None
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # said for the type checker
        field.queryset = officers_of(case.office)
        field.choices = [(one.pk, str(one)) for one in field.queryset]  # asked once, however often it is drawn
        field.initial = case.lead_id
