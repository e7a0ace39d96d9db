"""Arranging: items are added, worked out, moved."""

from collections.abc import Mapping
from typing import Any

from kakehashi.engines.cases.flow import ITEM_FLOW
from kakehashi.engines.cases.models import Case, Item
from kakehashi.engines.cases.rules import is_recorded, may_arrange, may_arrange_item
from kakehashi.foundation.audit.gate import StaleError, act
from kakehashi.foundation.flow.moves import make_move
from kakehashi.foundation.organisations.models import Person

EDITABLE = ("title", "wish", "host", "place", "contact", "starts_at", "ends_at", "due_on", "remarks")


def add_item(case: Case, values: Mapping[str, Any], *, by: Person) -> Item:
    """One more thing to arrange. `values`: any of ``EDITABLE``."""
    with act("cases.add_item", None, by=by, permit=may_arrange(by, case)) as record:
        item = Item(case=case, step="requested", order=case.items.count(), is_promise=is_recorded(case))
        _set(item, values)
        item.save()
        record.thing = item
    return item


def change_item(item: Item, values: Mapping[str, Any], *, base_revision: int, by: Person) -> Item:
    """Write down what was worked out. Raises ``StaleError`` when somebody changed it since `base_revision`."""
    with act("cases.change_item", item, by=by, permit=may_arrange_item):
        item.refresh_from_db(from_queryset=Item.objects.select_for_update(no_key=True))
        if item.revision != base_revision:
            raise StaleError(item)
        _set(item, values)
        item.revision += 1
        item.save()
    return item


def move_item(item: Item, code: str, *, by: Person, note: str = "") -> Item:
    """Confirm, fail, decline …; the reason of a failure is what the applicant reads in the itinerary."""
    with make_move(ITEM_FLOW, item, code, by=by, note=note):
        item.reason = note if code in {"fail", "decline"} else ""
    return item


def _set(item: Item, values: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        if name in values:
            setattr(item, name, values[name])
