"""The SQL of the queries of the list, put together once for each reader: that takes longer than to run them.

What is remembered is the question, never an answer. It depends on who reads and what they may do on that day, which
are both part of the key.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.db import connection

from kakehashi.foundation.access.standing import standing
from kakehashi.foundation.organisations.models import Person

Part = tuple[str, Sequence[Any]]  # SQL and its values
MOST = 2_000
_known: OrderedDict[Hashable, Part] = OrderedDict()


def remembered(person: Person, what: Hashable, worked_out: Callable[[], Part]) -> Part:
    """`what` names the question; the oldest questions are forgotten."""
    held = standing(person)
    key = (connection.vendor, person.pk, held.day, frozenset(held.at.items()), held.everywhere, what)
    part = _known.get(key)
    if part is None:
        part = _known[key] = worked_out()
        while len(_known) > MOST:
            _known.popitem(last=False)
    return part
