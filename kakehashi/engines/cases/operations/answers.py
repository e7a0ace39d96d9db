"""Single answers of a paper as what they are meant to be. A draft may hold anything: what does not fit is empty."""

import datetime as dt
from typing import Any


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""


def rows_of(value: Any) -> list[dict[str, Any]]:
    """The lines of a table."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def day_of(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
