"""Mails that arrived: where they belong."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.forms.visiting import OnBehalfForm
from kakehashi.engines.cases.models import ArrivedMail, Case, CaseKind
from kakehashi.engines.cases.queries import visible_cases
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import japanese


class PlaceForm(forms.Form):
    """The number of a case that this person may see."""

    number = forms.CharField(
        label=gettext_lazy("案件の番号"), help_text=gettext_lazy("例: 2012-PARIS-0007"), max_length=40
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_number(self) -> Case:
        typed = japanese.fold(self.cleaned_data["number"]).upper().strip()
        case = visible_cases(self.person).filter(number=typed).first()
        if case is None:
            raise forms.ValidationError(_("この番号の案件は見つかりません。番号を確かめてください。"))
        return case


class IgnoreForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("取り込まない理由"), help_text=gettext_lazy("例: 広告、あて先違い"), max_length=300
    )


class KindForm(forms.Form):
    """Which kind of case a mail asks for."""

    kind = forms.ChoiceField(label=gettext_lazy("相談・依頼の種類"))

    def __init__(self, kinds: list[CaseKind], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, str(kind)) for kind in kinds]  # type: ignore[attr-defined]  # a ChoiceField


class FromMailForm(OnBehalfForm):
    """Who asked, by a mail or by the Excel form; as far as the mail tells."""

    def __init__(self, kind: CaseKind, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, person, *args, **kwargs)
        del self.fields["channel"]

    @staticmethod
    def initial_of(mail: ArrivedMail) -> dict[str, Any]:
        return {"name": mail.sender_name, "email": mail.sender}
