"""What surrounds every page of the editor of a call: its parts, which lack something, which comes next."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.engines.calls.choices import Deciding, Pays
from kakehashi.engines.calls.forms.editing import PARTS
from kakehashi.engines.calls.models import Call
from kakehashi.engines.calls.queries.editing_lacks import Lack, lacks_of, minded_of
from kakehashi.foundation.ui.items import Step


def frame_of(call: Call, current: str = "") -> dict[str, Any]:
    """`parts`: each with how far it is; `missing` and `minded`: with the address where it is mended; `next_part`."""
    lacks, minded = lacks_of(call), minded_of(call)
    lacking, noticed = {lack.part for lack in lacks}, {lack.part for lack in minded}
    unused = unused_parts(call)
    steps = []
    for part, form in PARTS.items():
        if part in lacking:
            state, note = "problem", _("足りません")
        elif part in unused:
            state, note = "done", _("使いません")
        elif part in noticed:
            state, note = "todo", _("ご確認ください")
        else:
            state, note = "done", ""
        state = "current" if part == current else state
        steps.append(Step(str(form.title), state, reverse("calls:part", args=[call.pk, part]), note))
    steps.append(Step(_("通知書の文"), "todo", reverse("calls:letters", args=[call.pk]), _("はじめから入っています")))
    found: dict[str, Any] = {"parts": steps, "missing": with_addresses(call, lacks)}
    return found | {"minded": with_addresses(call, minded), "next_part": next_part(call, current)}


def with_addresses(call: Call, lacks: list[Lack]) -> list[tuple[str, str]]:
    return [(lack.words, address_of(call, lack.part)) for lack in lacks]


def address_of(call: Call, part: str) -> str:
    """Where this part is edited; empty where it is no part."""
    if part == "letters":
        return reverse("calls:letters", args=[call.pk])
    return reverse("calls:part", args=[call.pk, part]) if part else ""


def unused_parts(call: Call) -> set[str]:
    """The parts that make no difference on the road of this call."""
    unused = {"money", "expenses"} if call.pays == Pays.NOTHING else set()
    return unused | ({"judging"} if call.deciding != Deciding.SCORES else set())


def next_part(call: Call, current: str) -> tuple[str, str | Promise] | None:
    """The part after this one that the call makes use of, and what it is called."""
    order = list(PARTS)
    if current not in order:
        return None
    unused = unused_parts(call)
    following = [part for part in order[order.index(current) + 1 :] if part not in unused]
    return (following[0], PARTS[following[0]].title) if following else None
