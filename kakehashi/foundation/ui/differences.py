"""Two people at one form: what the other one saved, beside what was typed. Drawn by `ui/differences.html`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import Field
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """Where what was typed is not what somebody else saved meanwhile."""

    label: str
    theirs: str
    mine: str


def differences(fields: Mapping[str, Field], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Difference]:
    """Field by field, as people read the values."""
    found = []
    for name, field in fields.items():
        one, other = value_words(field, theirs.get(name)), value_words(field, mine.get(name))
        if one != other:
            found.append(Difference(str(field.label), one, other))
    return found


def value_words(field: Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    choices: dict[Any, Any] = dict(getattr(field, "choices", []))
    if isinstance(value, list | tuple | QuerySet):
        return "、".join(sorted(str(choices.get(one, one)) for one in value))
    if isinstance(value, Model):
        return str(value)
    return "" if value is None else str(choices.get(value, value))
