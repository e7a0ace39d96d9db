"""Keeping the flags of texts true after what a unit says has changed."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from kakehashi.foundation.translation.models import Text
from kakehashi.foundation.translation.tree import Tree

_AT_ONCE = 500  # ids in one query


def mark_stale(units: Collection[int], tree: Tree) -> None:
    """Of these units, for what is worked on and what readers get. Two queries, and one where something moved."""
    moved: dict[bool, list[int]] = {True: [], False: []}
    ids = sorted(units)
    for start in range(0, len(ids), _AT_ONCE):
        texts: dict[int, list[Text]] = defaultdict(list)
        rows = Text.objects.filter(Q(is_latest=True) | Q(is_standing=True), unit__in=ids[start : start + _AT_ONCE])
        for text in rows.order_by().defer("body", "findings"):
            texts[text.unit_id].append(text)
        for of_unit in texts.values():
            for text, is_stale in zip(of_unit, tree.stale(of_unit), strict=True):
                if text.is_stale != is_stale:
                    moved[is_stale].append(text.pk)
    for is_stale, pks in moved.items():
        set_flags(pks, is_stale=is_stale)


def set_flags(pks: list[int], **flags: bool) -> None:
    """The same flags on all of these texts."""
    for start in range(0, len(pks), _AT_ONCE):
        Text.objects.filter(pk__in=pks[start : start + _AT_ONCE]).update(**flags)
