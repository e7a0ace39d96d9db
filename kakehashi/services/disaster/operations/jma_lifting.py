"""Warnings that the agency lifts: whoever put something up about them is told to look at it again.

The bank has a sentence for tsunami warnings that are lifted, and none for the others; and only people end what is up.
"""

from collections.abc import Iterable, Iterator

from kakehashi.services.disaster.flow import EDITABLE
from kakehashi.services.disaster.jma import tables
from kakehashi.services.disaster.jma.facts import Fact
from kakehashi.services.disaster.models import Bulletin, JmaMessage
from kakehashi.services.disaster.notices import jma as notices


def tell_of_lifting(row: JmaMessage, facts: Iterable[Fact]) -> None:
    """About what was handed over or is up, made of an earlier message of the series, where the newest lifts it."""
    lifted = [fact for fact in facts if fact.is_lifted]
    if not lifted or row.is_outdated or row.reported_at is None:
        return
    earlier = Bulletin.objects.filter(message__series=row.series, message__reported_at__lt=row.reported_at)
    standing = earlier.filter(ended_at=None).exclude(step__in=EDITABLE)
    for bulletin in standing.select_related("organisation").prefetch_related("parts"):
        if _is_about(bulletin, lifted):
            notices.of_lifting(bulletin, row)


def _is_about(bulletin: Bulletin, lifted: Iterable[Fact]) -> bool:
    """Whether one of them ends there: everything, or one of the kinds that it names, if it names any."""
    said = set(_codes(bulletin))
    kinds = {code for code in said if ":" not in code}
    places = said | set(bulletin.areas)
    return any(
        any(place.code in places for place in fact.places) and (_ends_all(fact) or not kinds or fact.code in kinds)
        for fact in lifted
    )


def _ends_all(fact: Fact) -> bool:
    kind = tables.kind_of(fact.table, fact.code, fact.name, None)
    return kind is not None and kind.state == "lifted"


def _codes(bulletin: Bulletin) -> Iterator[str]:
    """Of the places and kinds in its sentences."""
    for part in bulletin.parts.all():
        for name, value in part.slots.items():
            listed = value if isinstance(value, list) else [value]
            yield from (one for one in listed if isinstance(one, str) and (":" in one or name == "kind"))
