"""Two who change one thing at once: the second is told, and shown what it says now."""

import hashlib
import json
from collections.abc import Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.translation import gettext as _

from kakehashi.foundation.access.operations.refusal import RefusedError


class ChangedMeanwhileError(RefusedError):
    """Somebody changed these columns of the thing since the page was opened; `thing` says what they say now."""

    def __init__(self, thing: Model, names: Sequence[str]) -> None:
        super().__init__(
            _("あなたが開いたあとに、ほかの人が変更しました。今の内容を確かめて、もう一度保存してください。")
        )
        self.thing = thing
        self.seen = seen_of(thing, names)


def seen_of(thing: Model, names: Sequence[str]) -> str:
    """What these columns say, in short: a form carries it from the page to the operation."""
    said = json.dumps([getattr(thing, name) for name in names], cls=DjangoJSONEncoder)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def lock(thing: Model, names: Sequence[str], seen: str | None) -> None:
    """Take the row for oneself, as it stands now. Raises ``ChangedMeanwhileError`` unless it says what was `seen`.

    ``None`` where nobody looked at a page: whatever it says is changed.
    """
    thing.refresh_from_db(from_queryset=type(thing)._default_manager.select_for_update(no_key=True))
    if seen is not None and seen != seen_of(thing, names):
        raise ChangedMeanwhileError(thing, names)
