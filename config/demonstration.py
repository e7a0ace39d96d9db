"""The clock of a demonstration: by how much it differs from the real one, decided once and kept in the data folder."""

import datetime as dt
from pathlib import Path

FIRST_MORNING = dt.datetime(2012, 7, 9, 0, 30, tzinfo=dt.UTC)  # 09:30 in Japan


def demonstration_shift(path: Path) -> dt.timedelta:
    """The shift written in `path`, else (made now and written) the one that makes this moment the first morning."""
    if not path.exists():
        real = dt.datetime.now(dt.UTC)  # noqa: TID251  # the clock itself is being set
        _write_once(path, (FIRST_MORNING - real).total_seconds())
    return dt.timedelta(seconds=float(path.read_text()))


def _write_once(path: Path, seconds: float) -> None:
    """Of several processes that start together the first one decides."""
    draft = path.with_name(f"{path.name}.{dt.datetime.now(dt.UTC).timestamp()}")  # noqa: TID251  # a name, no clock
    draft.write_text(str(seconds))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
