"""Every write of this app: sheets being answered (`answering`), question sets being edited (`editing`)."""

from kakehashi.foundation.forms.operations.answering import (
    Difference,
    Moved,
    StaleAnswersError,
    conflict,
    move_to_version,
    open_sheet,
    resolve_return,
    return_field,
    save_answers,
)

__all__ = [
    "Difference",
    "Moved",
    "StaleAnswersError",
    "conflict",
    "move_to_version",
    "open_sheet",
    "resolve_return",
    "return_field",
    "save_answers",
]
