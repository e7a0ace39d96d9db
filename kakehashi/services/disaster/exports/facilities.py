"""Facilities as rows of a file."""

from collections.abc import Iterable, Iterator

from kakehashi.foundation.documents.exports import Cell
from kakehashi.services.disaster.models import Facility


def facility_rows(facilities: Iterable[Facility]) -> Iterator[list[Cell]]:
    """In the order of `forms.facilities.header`."""
    for one in facilities:
        yield [
            one.get_kind_display(),
            one.name_ja,
            one.name_kana,
            one.address_ja,
            one.phone,
            one.latitude,
            one.longitude,
            one.names.get("en", ""),
        ]
