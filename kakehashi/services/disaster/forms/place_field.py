"""Places typed by name: 姫路市、加古川市. Works without scripts; what is ambiguous is asked back with its codes."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kakehashi.foundation.organisations.models import Organisation
from kakehashi.services.disaster.models import Place
from kakehashi.services.disaster.queries.places import AREAS, find_places, places_by_code, places_near

_CODE = re.compile(r"([a-z]+:[0-9]+)")
_BETWEEN = re.compile(r"[、,\n]+")


class PlaceField(forms.CharField):
    """Its value is a list of codes."""

    def __init__(
        self, kinds: Iterable[str] | None = None, organisation: Organisation | None = None, **options: Any
    ) -> None:
        self.kinds = tuple(kinds or AREAS)
        near = places_near(organisation) if organisation is not None else []
        self.near = {place.prefecture or place.code.partition(":")[2][:2] for place in near}
        examples = "、".join(place.name_ja for place in near[:2]) or _("姫路市、加古川市")
        help_text = _("名前で入力します。いくつかあるときは「、」で区切ります。例: %(examples)s") % {
            "examples": examples
        }
        super().__init__(max_length=2000, help_text=help_text if kinds is None else "", **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list | tuple) and not (isinstance(value, str) and _CODE.fullmatch(value)):
            return value
        codes = [value] if isinstance(value, str) else list(value)
        known = places_by_code(codes)
        return "、".join(self._written(known[code]) if code in known else code for code in codes)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        names = [name.strip() for name in _BETWEEN.split(text) if name.strip()]
        return [self._code(name) for name in names]

    def _code(self, name: str) -> str:
        if coded := _CODE.search(name):
            if coded[1].partition(":")[0] in self.kinds and places_by_code([coded[1]]):
                return coded[1]
            raise ValidationError(_("「%(name)s」という地域はありません。") % {"name": name})
        found = self._exact(name)
        if len(found) == 1:
            return found[0].code
        if not found:
            near = "、".join(self._written(place) for place in find_places(name, self.kinds)[:5])
            raise ValidationError(
                _("「%(name)s」という地域はありません。%(near)s")
                % {"name": name, "near": _("これですか: %(places)s") % {"places": near} if near else ""}
            )
        raise ValidationError(
            _("「%(name)s」はいくつかあります。次のどれかを入力してください: %(places)s")
            % {"name": name, "places": "、".join(f"{one.name_ja} ({one.code})" for one in found)}
        )

    def _exact(self, name: str) -> list[Place]:
        """Those of exactly this name: of the first kind that has it, and one's own prefecture before others."""
        found = [
            one for one in find_places(name, self.kinds) if name in {one.name_ja, one.name_kana, one.names.get("en")}
        ]
        kinds = [one.kind for one in found]
        found = [one for one in found if one.kind == kinds[0]]
        own = [one for one in found if one.prefecture in self.near]
        return own or found

    def _written(self, place: Place) -> str:
        """The name where typing it leads back to the same place, else with its code."""
        same = self._exact(place.name_ja)
        return place.name_ja if [one.pk for one in same] == [place.pk] else f"{place.name_ja} ({place.code})"
