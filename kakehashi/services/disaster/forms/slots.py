"""The blanks of a sentence as typed: one control or a few for each kind of slot, read back as the stored value.

Everything is checked by `values.clean`; what names a place, a facility or a choice must also exist.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.foundation.translation.queries import resident_languages
from kakehashi.foundation.ui.moments import DayControl, MomentControl
from kakehashi.services.disaster.choices import PlaceKind, SlotKind
from kakehashi.services.disaster.forms.place_field import PlaceField
from kakehashi.services.disaster.models import Sentence, Slot
from kakehashi.services.disaster.queries.choosing import choice_words, facilities_of
from kakehashi.services.disaster.values import ValueRefusedError, clean

_UNITS = {
    SlotKind.PERIOD: ("hour", "day", "week", "month"),
    SlotKind.MEASURE: ("meter", "millimeter", "kilometer"),
}
_PLACED = {SlotKind.PLACE: None, SlotKind.VOLCANO: (PlaceKind.VOLCANO,), SlotKind.RIVER: (PlaceKind.RIVER,)}
Fields = dict[str, forms.Field]


@dataclass(frozen=True)
class SlotGroup:
    """The controls of one blank. `folded`: those for what is in no list."""

    slot: Slot
    fields: list[forms.BoundField]
    folded: list[forms.BoundField]

    @property
    def is_marked(self) -> bool:
        """Whether one of several controls must be filled, so that none of them says so itself."""
        return self.slot.is_required and not any(field.field.required for field in [*self.fields, *self.folded])

    @property
    def is_read(self) -> bool:
        return self.slot.kind in {SlotKind.FACILITY, SlotKind.NAME}

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() for field in self.folded)


class SlotsForm(forms.Form):
    """One sentence. `values`: what is stored so far; `slots()`: what to store, once the form is valid."""

    use_required_attribute = False
    template_name = "disaster/slots_form.html"

    def __init__(
        self,
        sentence: Sentence,
        data: Any = None,
        *,
        values: Mapping[str, Any] | None = None,
        organisation: Organisation | None = None,
        prefix: str = "",
    ) -> None:
        super().__init__(data, prefix=prefix or None)
        self.organisation = organisation
        self.blanks = list(sentence.slots.all())
        self.stored = dict(values or {})
        self._cleaned: dict[str, Any] = {}
        for slot in self.blanks:
            stored = (values or {}).get(slot.name)
            for part, field in self._fields(slot).items():
                field.required = slot.is_required and part in {"", "count", "from", "to"} and slot.kind not in _EITHER
                field.error_messages["required"] = _("「%(slot)s」を入力してください。") % {"slot": slot}
                self.fields[_name(slot, part)] = field
                if stored is not None:
                    self.initial[_name(slot, part)] = _shown(slot, part, stored)

    def slots(self) -> dict[str, Any]:
        return self._cleaned

    def groups(self) -> Iterator[SlotGroup]:
        for slot in self.blanks:
            found = [self[name] for part in _parts(slot) if (name := _name(slot, part)) in self.fields]
            is_listed = slot.kind == SlotKind.FACILITY and len(found) == len(_parts(slot))
            yield SlotGroup(slot, found[:1], found[1:]) if is_listed else SlotGroup(slot, found, [])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for slot in self.blanks:
            raw = _raw(slot, given)
            if raw is None:
                if slot.is_required and not any(_name(slot, part) in self.errors for part in _parts(slot)):
                    self.add_error(self._first(slot), _("「%(slot)s」を入力してください。") % {"slot": slot})
                continue
            try:
                self._cleaned[slot.name] = clean(slot.kind, raw)
            except ValueRefusedError as refused:
                self.add_error(self._first(slot, raw), ValidationError(str(refused)))
        return given

    def _first(self, slot: Slot, raw: Any = None) -> str:
        """The control at which an error of the whole stands: what is wrong with a name, at the name."""
        parts = [part for part in _parts(slot) if _name(slot, part) in self.fields]
        is_named = slot.kind == SlotKind.FACILITY and isinstance(raw, dict) and "ja" in raw
        return _name(slot, "ja" if is_named else parts[0])

    def _fields(self, slot: Slot) -> Fields:
        kind, label = SlotKind(slot.kind), str(slot)
        if kind in _PLACED:
            return {"": PlaceField(_PLACED[kind], self.organisation, label=label)}
        if kind == SlotKind.FACILITY:
            registered = facilities_of(self.organisation)
            offered = [("", _("選んでください")), *registered]
            listed = {"": forms.ChoiceField(label=_("登録した施設"), choices=offered)} if registered else {}
            return {**listed, **_name_fields()}
        if kind in _SEVERAL:
            return _SEVERAL_FIELDS[kind](slot, label)
        return {"": _LISTED[kind](slot, label) if kind in _LISTED else _simple(kind, label)}


_EITHER = {SlotKind.FACILITY}  # one of several controls is enough
_SEVERAL = {
    SlotKind.FACILITY: ("", "ja", "kana"),
    SlotKind.NAME: ("", "kana"),
    SlotKind.PERIOD: ("count", "unit"),
    SlotKind.MEASURE: ("count", "unit"),
    SlotKind.HOURS: ("from", "to"),
}


def _parts(slot: Slot) -> tuple[str, ...]:
    return _SEVERAL.get(SlotKind(slot.kind), ("",))


def _name(slot: Slot, part: str) -> str:
    """The control of a part."""
    part = part or _parts(slot)[0]
    return f"{slot.name}-{part}" if part else slot.name


def _raw(slot: Slot, given: Mapping[str, Any]) -> Any:
    """What was typed as `values.clean` takes it; ``None`` for nothing."""
    kind, found = SlotKind(slot.kind), {part: given.get(_name(slot, part)) for part in _parts(slot)}
    if kind == SlotKind.FACILITY:
        chosen = {"id": found[""]} if found[""] else {"ja": found["ja"], "kana": found["kana"]}
        return chosen if any(chosen.values()) else None
    if kind == SlotKind.NAME:
        return {"ja": found[""], "kana": found["kana"]} if found[""] else None
    if kind in _SEVERAL:
        return found if all(found.values()) else None
    typed = found[""] or None
    return typed[0] if typed and kind in {SlotKind.VOLCANO, SlotKind.RIVER} else typed


def _shown(slot: Slot, part: str, stored: Any) -> Any:
    """A stored value as its controls show it."""
    if isinstance(stored, dict):
        key = {SlotKind.FACILITY: "id", SlotKind.NAME: "ja"}.get(SlotKind(slot.kind), "")
        return stored.get(part or key, "")
    return stored


def _name_fields() -> Fields:
    return {
        "ja": forms.CharField(label=_("日本語で"), max_length=120, required=False),
        "kana": forms.CharField(label=_("ふりがな"), max_length=120, required=False),
    }


def _choice(label: str, offered: list[tuple[str, str]], *, is_many: bool) -> forms.Field:
    if is_many:
        return forms.MultipleChoiceField(label=label, choices=offered, widget=forms.CheckboxSelectMultiple)
    return forms.ChoiceField(label=label, choices=[("", _("選んでください")), *offered])


def _number(label: str) -> forms.Field:
    return forms.CharField(label=label, max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


def _time(label: str) -> forms.Field:
    return forms.CharField(label=label, max_length=16, widget=forms.TimeInput(attrs={"type": "time"}))


def _units(slot: Slot) -> list[tuple[str, str]]:
    words = {
        "hour": _("時間"), "day": _("日間"), "week": _("週間"), "month": _("か月"),
        "meter": _("メートル"), "millimeter": _("ミリメートル"), "kilometer": _("キロメートル"),
    }  # fmt: skip
    return [(unit, words[unit]) for unit in _UNITS[SlotKind(slot.kind)]]


def _named(_slot: Slot, _label: str) -> Fields:
    found = _name_fields()
    return {"": found.pop("ja"), **found}


def _counted(slot: Slot, _label: str) -> Fields:
    return {"count": _number(_("数")), "unit": forms.ChoiceField(label=_("単位"), choices=_units(slot))}


def _hours(_slot: Slot, _label: str) -> Fields:
    return {"from": _time(_("から")), "to": _time(_("まで"))}


def _countries(_slot: Slot, label: str) -> forms.Field:
    names = Locale(get_language() or "ja").territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return _choice(label, sorted(found, key=lambda one: one[1]), is_many=False)


_SEVERAL_FIELDS: dict[SlotKind, Callable[[Slot, str], Fields]] = {
    SlotKind.NAME: _named, SlotKind.PERIOD: _counted, SlotKind.MEASURE: _counted, SlotKind.HOURS: _hours,
}  # fmt: skip
_LISTED: dict[SlotKind, Callable[[Slot, str], forms.Field]] = {
    SlotKind.CHOICE: lambda slot, label: _choice(label, choice_words(slot.choice_list), is_many=slot.is_many),
    SlotKind.INTENSITY: lambda _slot, label: _choice(label, choice_words("intensity"), is_many=False),
    SlotKind.LANGUAGES: lambda _slot, label: _choice(
        label, [(one.code, one.endonym) for one in resident_languages()], is_many=True
    ),
    SlotKind.COUNTRY: _countries,
}


def _simple(kind: SlotKind, label: str) -> forms.Field:
    """Kinds with one control whose text is the value."""
    widgets: dict[SlotKind, forms.Widget] = {
        SlotKind.DATE: DayControl(),
        SlotKind.TIME: forms.TimeInput(attrs={"type": "time"}),
        SlotKind.DATETIME: MomentControl(),
        SlotKind.PHONE: forms.TextInput(attrs={"inputmode": "tel"}),
        SlotKind.URL: forms.URLInput(),
    }
    if kind == SlotKind.LEVEL:
        return forms.ChoiceField(label=label, choices=[("", _("選んでください"))] + [(n, str(n)) for n in range(1, 6)])
    if kind in {SlotKind.COUNT, SlotKind.MONEY}:
        return _number(label)
    return forms.CharField(label=label, max_length=300, widget=widgets.get(kind, forms.TextInput()))
