"""What narrows the list of applications."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.queries.lists import calls_listed, steps_offered
from kakehashi.engines.calls.queries.narrowing import LONGEST, Filter
from kakehashi.foundation.organisations.models import Person


class FilterForm(forms.Form):
    """Drawn only: what is sent is read by ``read_filter``."""

    q = forms.CharField(label=gettext_lazy("事業名・番号・団体"), max_length=LONGEST, required=False)
    call = forms.ChoiceField(label=gettext_lazy("公募"), required=False)
    step = forms.ChoiceField(label=gettext_lazy("状態"), required=False)

    def __init__(self, person: Person, narrowed: Filter) -> None:
        super().__init__(initial={"q": narrowed.q, "call": narrowed.call or "", "step": narrowed.step})
        every: list[tuple[Any, str]] = [("", _("すべて"))]
        calls = [(call.pk, f"{call} ({call.fiscal_year})") for call in calls_listed(person)]
        self._offer("call", [*every, *calls])
        self._offer("step", [*every, *steps_offered(person)])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # said for the type checker
        field.choices = choices
