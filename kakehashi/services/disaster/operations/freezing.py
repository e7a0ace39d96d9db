"""The names of registered places in a bulletin, kept from the moment it is handed over for approval.

What the second person reads is what goes out, and what is out stays as it was approved, whatever becomes of the
register. A draft, also that of a correction, follows the register.
"""

from collections.abc import Mapping
from typing import Any

from kakehashi.services.disaster.models import Bulletin, BulletinPart, Facility


def freeze_names(bulletin: Bulletin) -> None:
    """Names kept already stay. A facility that is not in the register any more is left for `unsayable` to find."""
    parts = [part for part in bulletin.parts.all() if any(map(_follows, part.slots.values()))]
    ids = {value["id"] for part in parts for value in part.slots.values() if _follows(value)}
    known = Facility.objects.in_bulk(ids)
    for part in parts:
        part.slots = {name: _frozen(value, known) if _follows(value) else value for name, value in part.slots.items()}
    BulletinPart.objects.bulk_update(parts, ["slots"])


def thaw_names(bulletin: Bulletin) -> None:
    parts = list(bulletin.parts.all())
    for part in parts:
        part.slots = thawed(part.slots)
    BulletinPart.objects.bulk_update(parts, ["slots"])


def thawed(slots: Mapping[str, Any]) -> dict[str, Any]:
    """As the draft of a writer holds them: registered places by their number alone."""
    return {name: {"id": value["id"]} if _is_registered(value) else value for name, value in slots.items()}


def _is_registered(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value


def _follows(value: Any) -> bool:
    return _is_registered(value) and "ja" not in value


def _frozen(value: dict[str, Any], known: Mapping[int, Facility]) -> dict[str, Any]:
    one = known.get(value["id"])
    return value | {"ja": one.name_ja, "kana": one.name_kana, "names": one.names} if one is not None else value
