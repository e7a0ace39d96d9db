"""A money rule as it is tried: typed like the rule of a call, with the call to try it on and the room of the tracks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.engines.calls.forms.editing import MoneyForm
from kakehashi.engines.calls.forms.editing_schemes import in_list
from kakehashi.engines.calls.models import Call, MoneyCap, MoneyRule
from kakehashi.engines.calls.operations.calls_rows import ROWS, RULE
from kakehashi.engines.calls.queries.trials import Thought, usual_source
from kakehashi.foundation.forms.yen import YenField

# What makes no difference to an amount is carried along, so that what was tried can be kept as it is.
_CARRIED = ("is_set", "is_confirmed", "weighty_percent", "hours_most", "note_ja", "note_en")


class TrialForm(MoneyForm):
    """`sources`: the calls it can be tried on. What the page of the money does not send is as the call has it."""

    title = gettext_lazy("金額の試算")

    def __init__(self, call: Call, sources: list[Call], data: Any = None) -> None:
        self.sources = {str(one.pk): one for one in sources}
        self.usual = usual_source(call, sources)
        super().__init__(call, data)

    def prepare(self) -> None:
        super().prepare()
        for name in _CARRIED:
            self.fields[name].widget = forms.HiddenInput()
        words = [(key, in_list(one)) for key, one in self.sources.items()]
        self.fields["source"] = forms.ChoiceField(
            label=_("試す申請"), choices=words, required=False, help_text=_("この公募に提出された申請で試します。")
        )
        for track in self.call.tracks.all():
            self.fields[f"ceiling_{track.code}"] = YenField(
                label=_("枠「%(track)s」の予算(円)") % {"track": track}, min_value=0, required=False
            )
        self.order_fields(["source"])

    def current(self) -> dict[str, Any]:
        rule = MoneyRule.objects.filter(call=self.call).first() or MoneyRule(call=self.call)
        ceilings = {f"ceiling_{track.code}": track.ceiling_yen for track in self.call.tracks.all()}
        source = self.usual.pk if self.usual else None
        return {name: getattr(rule, name) for name in RULE} | ceilings | {"source": source}

    @property
    def source(self) -> Call | None:
        return self.sources.get(self.cleaned_data["source"]) or self.usual if self.is_bound else self.usual

    def thought(self) -> Thought:
        """The rule as it was typed, or as it is kept while nothing is typed."""
        if not self.is_bound:
            rule = MoneyRule.objects.filter(call=self.call).first() or MoneyRule(call=self.call)
            return Thought(rule, list(rule.caps.all()) if rule.pk else [])
        rule = MoneyRule(call=self.call, **{name: self.cleaned_data[name] for name in RULE})
        columns = ROWS["caps"][1]
        caps = [MoneyCap(**{name: row[name] for name in columns}) for row in self.rows()["caps"]]
        return Thought(rule, caps, self._ceilings())

    def _ceilings(self) -> dict[str, int | None]:
        """By the code of the track; those that were not asked for are left out."""
        sent = [name for name in self.fields if name.startswith("ceiling_") and self.is_bound and name in self.data]
        return {name.removeprefix("ceiling_"): self.cleaned_data[name] for name in sent}
