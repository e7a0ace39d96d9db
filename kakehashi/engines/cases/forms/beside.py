"""Checklists and links of a case."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.models import Case


class AddCheckForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("確かめることを加える"), max_length=200)


class LinkForm(forms.Form):
    """One of the cases that were found, and why it belongs here."""

    other: "forms.ModelChoiceField[Case]" = forms.ModelChoiceField(
        Case.objects.none(),
        label=gettext_lazy("関係する案件"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("案件を1件選んでください。")},
    )
    why = forms.CharField(
        label=gettext_lazy("どのような関係か"),
        max_length=200,
        help_text=gettext_lazy("両方の案件を見られる人に表示されます。例: 前年度の同じ調査、同じ訪問先"),
    )

    def __init__(self, found: "QuerySet[Case]", shown: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # said for the type checker
        field.queryset = found
        first = list(found[:shown])
        field.choices = [(case.pk, case_words(case)) for case in first]
        if len(first) == 1:
            field.initial = first[0].pk


def case_words(case: Case) -> str:
    """番号 件名(団体)."""
    return _("%(number)s %(title)s(%(asker)s)") % {"number": case.number, "title": case, "asker": case.asker}
