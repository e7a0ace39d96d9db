"""Who is sent: the applicant's wish, the desk's choice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.models import Expert


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
