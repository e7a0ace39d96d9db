"""The sheet maker's page: everything chosen so far stands in its address, so that nothing is lost on the way back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.foundation.organisations.models import Organisation, Person
from kakehashi.foundation.ui.moments import MomentField, is_to_come
from kakehashi.kernel import clock
from kakehashi.services.disaster.choices import SlotKind
from kakehashi.services.disaster.forms.languages import OFFERED, FoldedCheckboxes, begun_with, offered
from kakehashi.services.disaster.forms.slots import SlotsForm
from kakehashi.services.disaster.models import Facility, Sentence, Sheet
from kakehashi.services.disaster.operations.sheets import Planned
from kakehashi.services.disaster.queries.bank import sentences_by_code
from kakehashi.services.disaster.queries.places import places_near
from kakehashi.services.disaster.queries.sheets import running_exercises, writers_organisations

MOST = 12  # sentences on one sheet
VALID_FOR = dt.timedelta(days=3)
KINDS = [
    ("wall", gettext_lazy("壁に貼る")),
    ("board", gettext_lazy("手に持つ(見出しだけを大きく)")),
    ("flyer", gettext_lazy("配るちらし")),
    ("pocket", gettext_lazy("小さいカード(切り分ける)")),
]
SIZES = [("a4", "A4"), ("a3", "A3")]
ORIENTATIONS = [("portrait", gettext_lazy("縦")), ("landscape", gettext_lazy("横"))]
LOOKS = [("colour", gettext_lazy("色つき")), ("plain", gettext_lazy("白黒(太い線)"))]
PAPER = ("kind", "size", "orientation", "per_page", "look", "ruby", "by_hand")


class PaperForm(forms.Form):
    """Languages and paper; until when; for which facility; in which drill."""

    use_required_attribute = False
    lang = forms.MultipleChoiceField(label=gettext_lazy("言語"), widget=FoldedCheckboxes)
    kind = forms.ChoiceField(label=gettext_lazy("使い方"), choices=KINDS)
    size = forms.ChoiceField(label=gettext_lazy("紙の大きさ"), choices=SIZES)
    orientation = forms.ChoiceField(label=gettext_lazy("用紙の向き"), choices=ORIENTATIONS)
    per_page = forms.TypedChoiceField(
        label=gettext_lazy("1枚の言語の数"), choices=[(str(n), str(n)) for n in range(1, 7)], coerce=int
    )
    look = forms.ChoiceField(label=gettext_lazy("見た目"), choices=LOOKS)
    ruby = forms.BooleanField(label=gettext_lazy("ふりがなを付ける"), required=False)
    by_hand = forms.BooleanField(
        label=gettext_lazy("空欄は線のまま印刷して、手で書く"),
        required=False,
        help_text=gettext_lazy("災害の前に用意しておくときに使います。"),
    )
    until = MomentField(label=gettext_lazy("いつまで有効か"), required=False, validators=[is_to_come])

    def __init__(
        self, organisation: Organisation, data: Any = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        begun: dict[str, Any] = {
            "lang": [one.code for one in begun_with(organisation)],
            "per_page": OFFERED,
            "ruby": True,
            "until": (clock.now() + VALID_FOR).astimezone(clock.JAPAN).replace(minute=0),
        }
        super().__init__(data, initial={**begun, **(initial or {})})
        self.fields["lang"].choices = offered(organisation)  # type: ignore[attr-defined]  # a choice field
        self.fields["facility"] = forms.ModelChoiceField(
            Facility.objects.filter(organisation=organisation, is_used=True),
            label=_("貼るところ"),
            required=False,
            empty_label=_("決めない"),
        )
        drills = running_exercises(organisation)
        if drills:
            self.fields["drill"] = forms.ModelChoiceField(
                drills, label=_("訓練"), required=False, empty_label=_("訓練ではない(本物)")
            )

    def paper(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in PAPER}


class Making:
    """One page of the sheet maker. `old`: the sheet with which it begins, to be replaced by a new one."""

    def __init__(self, person: Person, data: QueryDict, *, old: Sheet | None = None) -> None:
        self.organisations = list(writers_organisations(person))
        chosen = data.get("org", "") or (old.organisation.code if old else "")
        self.organisation = next((one for one in self.organisations if one.code == chosen), self.organisations[0])
        begun = {line["code"]: line["slots"] for line in old.lines} if old else {}
        initial = _initial(old) if old else {}
        codes = data.getlist("s")[:MOST] or list(begun)
        self.by_hand = bool(data.get("by_hand")) or bool(initial.get("by_hand") and "lang" not in data)
        self.parts = [self._part(one, data, begun.get(one.code, {})) for one in sentences_by_code(codes)]
        is_sent = "lang" in data or "kind" in data
        self.settings = PaperForm(self.organisation, data if is_sent else None, initial=initial)

    def _part(self, sentence: Sentence, data: QueryDict, values: Mapping[str, Any]) -> tuple[Sentence, SlotsForm]:
        is_sent = any(key.startswith(f"{sentence.code}-") for key in data)
        if self.by_hand:
            for slot in sentence.slots.all():
                slot.is_required = False
        form = SlotsForm(
            sentence,
            data if is_sent else None,
            values=values or self._here(sentence),
            organisation=self.organisation,
            prefix=sentence.code,
        )
        return sentence, form

    def _here(self, sentence: Sentence) -> dict[str, Any]:
        """The place of a new line is one's own until another is typed; coasts and epicentres are never guessed."""
        asked = any(slot.name == "place" and slot.kind == SlotKind.PLACE for slot in sentence.slots.all())
        near = places_near(self.organisation)[:1] if asked else []
        return {"place": [place.code for place in near]} if near else {}

    @property
    def is_complete(self) -> bool:
        """Whether it can be printed as it is."""
        filled = [not form.fields or form.is_valid() or self._needs_nothing(form) for _sentence, form in self.parts]
        return bool(self.parts) and all(filled) and self.settings.is_bound and self.settings.is_valid()

    def _needs_nothing(self, form: SlotsForm) -> bool:
        return not form.is_bound and not any(slot.is_required for slot in form.blanks)

    def lines(self) -> list[dict[str, Any]]:
        """What is filled so far."""
        return [{"code": sentence.code, "slots": _filled(form)} for sentence, form in self.parts]

    def planned(self) -> Planned:
        values = self.settings.cleaned_data
        return Planned(
            self.lines(),
            values["lang"],
            self.settings.paper(),
            valid_until=values["until"],
            facility=values["facility"],
            exercise=values.get("drill"),
        )

    def draft(self) -> Sheet:
        """As it would be printed now; blanks that are still empty are lines."""
        form = self.settings
        values = form.cleaned_data if form.is_bound and form.is_valid() else {}
        shown = {name: values.get(name, form.get_initial_for_field(form.fields[name], name)) for name in form.fields}
        return Sheet(
            organisation=self.organisation,
            lines=self.lines(),
            languages=shown["lang"] or [],
            paper={**{name: shown[name] for name in PAPER}, "by_hand": True},
            valid_until=shown["until"],
            exercise=shown.get("drill"),
        )


def _initial(old: Sheet) -> dict[str, Any]:
    return {**old.paper, "lang": old.languages, "facility": old.facility_id, "drill": old.exercise}


def _filled(form: SlotsForm) -> dict[str, Any]:
    if form.is_bound:
        form.is_valid()
        return form.slots()
    return dict(form.stored)
