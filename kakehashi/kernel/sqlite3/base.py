from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from kakehashi.kernel.sqlite3.turns import Turns

_turns: dict[str, Turns] = {}  # of each database file, in this process


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction waits its turn among the threads of this process, and only then for other processes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turns = _turns.setdefault(str(self.settings_dict["NAME"]), Turns())
        if not turns.take(seconds=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        self._turn = turns
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave out what is private
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # same
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # same
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # same
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        if self._turn:
            turn, self._turn = self._turn, None
            turn.give()
