"""A hand-over as it is drafted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.cases.models import Handover, HandoverLine
from kakehashi.engines.cases.queries.handover import Candidate, Leaver
from kakehashi.foundation.organisations.models import Person
from kakehashi.foundation.ui.moments import DayField
from kakehashi.kernel import clock

_LONGEST = dt.timedelta(days=370)
_TEXT = {"rows": 3}


def next_first_of_april(day: dt.date) -> dt.date:
    """The first day of the next fiscal year; 1 April itself is that day."""
    if (day.month, day.day) == (4, 1):
        return day
    return clock.FiscalYear(clock.fiscal_year(day) + 1).first_day


def _checked_day(day: dt.date) -> dt.date:
    if abs(day - clock.today()) > _LONGEST:
        raise forms.ValidationError(_("今日から1年以内の日を入力してください。"))
    return day


class BeginHandoverForm(forms.Form):
    """Whose work, and when."""

    whose = forms.ChoiceField(label=gettext_lazy("引き継ぐ人"))
    planned_for = DayField(label=gettext_lazy("引継ぎの日"))

    def __init__(self, leavers: Sequence[Leaver], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leavers = {f"{one.office.pk}-{one.person.pk}": one for one in leavers}
        choices = [(key, _words(one)) for key, one in self.leavers.items()]
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["planned_for"].initial = next_first_of_april(clock.today())
        self.fields["planned_for"].help_text = _("この日の0時5分(日本時間)に、後任が担当になります。")

    def clean_planned_for(self) -> dt.date:
        return _checked_day(self.cleaned_data["planned_for"])

    @property
    def leaver(self) -> Leaver:
        return self.leavers[self.cleaned_data["whose"]]


def _words(one: Leaver) -> str:
    values = {"person": one.person, "office": one.office, "count": one.count}
    if one.is_gone:
        return _("%(person)s(%(office)s・%(count)s件・役割は終わっています)") % values
    return _("%(person)s(%(office)s・%(count)s件)") % values


class HandoverForm(forms.Form):
    """What holds for all cases."""

    planned_for = DayField(label=gettext_lazy("引継ぎの日"))
    successor = forms.TypedChoiceField(label=gettext_lazy("全体の後任"), required=False, coerce=int, empty_value=None)
    ends_role = forms.BooleanField(
        label=gettext_lazy("引継ぎの前日で、引き継ぐ人のここでの役割を終える"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("後任へのことば"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("後任と、ここで担当を決める人だけが読みます。"),
    )

    def __init__(self, handover: Handover, candidates: Sequence[Candidate], may_end: bool, data: Any = None) -> None:
        initial = {name: getattr(handover, name) for name in ("planned_for", "ends_role", "words")}
        super().__init__(data, initial=initial | {"successor": handover.successor_id})
        self.people = people_of(candidates, handover.successor)
        self.fields["successor"].choices = _choices(self.people, candidates, _("案件ごとに選ぶ"))  # type: ignore[attr-defined]  # a ChoiceField
        if not may_end:
            del self.fields["ends_role"]

    def clean_planned_for(self) -> dt.date:
        return _checked_day(self.cleaned_data["planned_for"])

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"successor": self.people.get(self.cleaned_data["successor"])}


class LineForm(forms.Form):
    """What the successor must know of one case."""

    successor = forms.TypedChoiceField(label=gettext_lazy("後任"), required=False, coerce=int, empty_value=None)
    next_step = forms.CharField(
        label=gettext_lazy("次にすること"), max_length=4000, required=False, widget=forms.Textarea(attrs=_TEXT)
    )
    promises = forms.CharField(
        label=gettext_lazy("約束したこと"), max_length=4000, required=False, widget=forms.Textarea(attrs=_TEXT)
    )
    contacts = forms.CharField(
        label=gettext_lazy("連絡先"), max_length=4000, required=False, widget=forms.Textarea(attrs=_TEXT)
    )

    def __init__(self, line: HandoverLine, candidates: Sequence[Candidate], data: Any = None) -> None:
        initial = {name: getattr(line, name) for name in ("next_step", "promises", "contacts")}
        super().__init__(data, prefix=f"line-{line.pk}", initial=initial | {"successor": line.successor_id})
        self.line = line
        self.people = people_of(candidates, line.successor)
        self.fields["successor"].choices = _choices(self.people, candidates, _("全体の後任と同じ"))  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"successor": self.people.get(self.cleaned_data["successor"])}


def people_of(candidates: Sequence[Candidate], chosen: Person | None) -> dict[int, Person]:
    """Those who can be chosen, and who is chosen already."""
    people = {one.person.pk: one.person for one in candidates}
    return people | ({chosen.pk: chosen} if chosen else {})


def _choices(people: Mapping[int, Person], candidates: Sequence[Candidate], empty: str) -> list[tuple[int | str, str]]:
    loads = {one.person.pk: one for one in candidates}
    return [("", empty), *((pk, _with_load(person, loads.get(pk))) for pk, person in people.items())]


def _with_load(person: Person, candidate: Candidate | None) -> str:
    if candidate is None:
        return _("%(person)s(引継ぎの日に役割がありません)") % {"person": person}
    values = {"person": person, "count": candidate.load}
    if candidate.comes_new:
        return _("%(person)s(新しく着任・担当%(count)s件)") % values
    return _("%(person)s(担当%(count)s件)") % values
