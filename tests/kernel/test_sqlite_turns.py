import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction

from kakehashi.kernel.sqlite3.turns import Turns

SOON = 10.0


def _in_line(turns: Turns, count: int) -> None:
    """Until so many wait."""
    until = time.monotonic() + SOON
    while len(turns._waiting) < count and time.monotonic() < until:
        time.sleep(0.001)


def test_turns_come_in_the_order_of_asking_whoever_has_just_had_one() -> None:
    turns, order = Turns(), []
    turns.take(seconds=SOON)

    def ask(name: str) -> None:
        turns.take(seconds=SOON)
        order.append(name)
        turns.give()

    waiting = []
    for count, name in enumerate("abcdef", start=1):
        waiting.append(threading.Thread(target=ask, args=(name,)))
        waiting[-1].start()
        _in_line(turns, count)
    turns.give()
    ask("again")
    for one in waiting:
        one.join()

    assert order == [*"abcdef", "again"]


def test_who_does_not_get_a_turn_in_time_leaves_the_line() -> None:
    turns = Turns()
    turns.take(seconds=SOON)

    late = turns.take(seconds=0.01)
    turns.give()
    next_one = turns.take(seconds=0.01)

    assert (late, next_one) == (False, True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database server queues its writers itself")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["kept", "undone", "closed"])
def test_a_transaction_gives_its_turn_however_it_ends(ending: str) -> None:
    written: list[str] = []

    def write() -> None:
        with transaction.atomic():
            written.append("second")
        connections.close_all()

    with transaction.atomic():
        second = threading.Thread(target=write)
        second.start()
        second.join(0.1)
        written.append("first")
        if ending == "undone":
            transaction.set_rollback(True)
        elif ending == "closed":
            connection.close()
    second.join(SOON)

    assert written == ["first", "second"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database server queues its writers itself")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_cannot_begin_gives_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(connections["default"], "transaction_mode", "AT ONCE")
        transaction.atomic().__enter__()

    with transaction.atomic():
        connection.cursor().execute("SELECT 1")
