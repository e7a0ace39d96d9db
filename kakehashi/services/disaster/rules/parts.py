"""What one paragraph of a bulletin lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.services.disaster.values import ValueRefusedError, clean

if TYPE_CHECKING:
    from kakehashi.services.disaster.models import BulletinPart

NEEDED = ("ja", "ja-x-yasashi")


def slots_lack(part: BulletinPart) -> str | Promise | None:
    """A sentence of the bank: every blank it must have is filled, and nothing else is."""
    assert part.sentence is not None  # noqa: S101  # asked of such parts only
    if not part.sentence.is_offered:
        return _("この文例は今は使えません。別の文例を選んでください。")
    slots = {slot.name: slot for slot in part.sentence.slots.all()}
    for name, slot in slots.items():
        value = part.slots.get(name)
        if value is None and slot.is_required:
            return _("「%(slot)s」を入力してください。") % {"slot": slot}
        if value is not None and (wrong := _refusal(slot.kind, value)):
            return _("「%(slot)s」を直してください。%(why)s") % {"slot": slot, "why": wrong}
    if set(part.slots) - set(slots):
        return _("文例が変わりました。空欄をもう一度入力してください。")
    return None


def _refusal(kind: str, value: Any) -> str:
    """Why a stored value is none of its kind; empty where it is."""
    try:
        clean(kind, value)
    except ValueRefusedError as refused:
        return str(refused)
    return ""


def free_lack(part: BulletinPart) -> str | Promise | None:
    """Words of one's own: at least in Japanese and やさしい日本語."""
    assert part.unit is not None  # noqa: S101  # asked of such parts only
    written = {text.language_id for text in part.unit.texts.all() if text.is_standing}
    if not written.issuperset(NEEDED):
        return _("自由に書いた文は、日本語とやさしい日本語の両方を入力してください。")
    return None
