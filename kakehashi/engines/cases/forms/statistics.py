"""Which figures are asked for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.queries.statistics import Scope
from kakehashi.foundation.ui.formatting import ui_fiscal_year
from kakehashi.kernel import clock


class StatisticsForm(forms.Form):
    """Fiscal year, office and kind; what the address does not say is this year, and the first or every office."""

    fiscal_year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int, required=False)
    office = forms.TypedChoiceField(label=gettext_lazy("事務所・課"), coerce=int, required=False, empty_value=None)
    kind = forms.TypedChoiceField(label=gettext_lazy("種類"), coerce=int, required=False, empty_value=None)

    def __init__(self, asked: Mapping[str, str], scope: Scope) -> None:
        standard = {"fiscal_year": str(clock.fiscal_year(clock.today()))}
        if scope.must_choose:
            standard["office"] = str(next(iter(scope.offices), ""))
        given = {name: asked.get(name, "") for name in self.base_fields}
        super().__init__({name: value or standard.get(name, "") for name, value in given.items()})
        every = [("", _("すべて"))]
        offices: list[Any] = [] if scope.must_choose else every
        self._offer("fiscal_year", [(year, ui_fiscal_year(year)) for year in reversed(scope.years)])
        self._offer("office", [*offices, *scope.offices.items()])
        self._offer("kind", [*every, *scope.kinds.items()])

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
