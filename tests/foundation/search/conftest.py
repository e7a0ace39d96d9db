from collections.abc import Callable
from itertools import count

import pytest

from kakehashi.foundation.search import index
from kakehashi.kernel.references import Ref

Hand = Callable[..., Ref]


@pytest.fixture
def hand(db: None) -> Hand:
    """Hand in one thing: `hand("題名", "本文", is_public=False, audience=…)`; its reference."""
    numbers = count(1)

    def _hand(title: str, body: str = "", *, kind: str = "test.thing", **fields: object) -> Ref:
        ref = Ref(kind, next(numbers))
        fields = {"is_public": True, "url": f"/things/{ref.id}/", **fields}
        index.put(index.Handed(ref=ref, title=title, body=body, **fields))  # type: ignore[arg-type]  # handed through
        return ref

    return _hand
