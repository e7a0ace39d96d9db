"""The answers of both sides as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy

from kakehashi.services.jet.choices import OrganisationAnswer, ParticipantAnswer


class OrganisationForm(forms.Form):
    use_required_attribute = False
    answer = forms.ChoiceField(
        label=gettext_lazy("団体の回答"), choices=OrganisationAnswer.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("団体の理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("再任用できないとき、または通常の上限を超えて続けるときは、必ず入れてください。"),
    )


class ParticipantForm(forms.Form):
    use_required_attribute = False
    answer = forms.ChoiceField(
        label=gettext_lazy("本人の回答"), choices=ParticipantAnswer.choices, widget=forms.RadioSelect
    )
