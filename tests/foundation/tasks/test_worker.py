import threading
import time

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from kakehashi.foundation.tasks import claiming
from kakehashi.foundation.tasks.choices import State
from kakehashi.foundation.tasks.models import Job
from kakehashi.foundation.tasks.worker import Worker
from tests.foundation.tasks.sample_tasks import add, fail

pytestmark = pytest.mark.usefixtures("shared_database")


def _in_thread(work: object) -> None:
    """On SQLite only new threads see the shared copy."""

    def body() -> None:
        try:
            work()  # type: ignore[operator]  # any callable
        finally:
            connection.close()

    thread = threading.Thread(target=body)
    thread.start()
    thread.join(30)


def _states() -> list[str]:
    states: list[str] = []
    _in_thread(lambda: states.extend(Job.objects.order_by("id").values_list("state", flat=True)))
    return states


def test_until_empty_runs_every_queue_and_ends() -> None:
    _in_thread(lambda: [add.enqueue(1, 2), fail.enqueue("x"), add.enqueue(3, 4)])

    _in_thread(Worker(["default", "mail"], until_empty=True).run)

    assert _states() == [State.DONE, State.WAITING, State.DONE]


def test_stop_ends_an_idle_worker() -> None:
    worker = Worker(["default", "mail"])
    thread = threading.Thread(target=lambda: _in_thread(worker.run))
    thread.start()
    _in_thread(lambda: add.enqueue(1, 2))
    for _ in range(100):
        if _states() == [State.DONE]:
            break
        time.sleep(0.05)

    worker.stop()
    thread.join(10)

    assert (_states(), thread.is_alive()) == ([State.DONE], False)


def test_a_lost_database_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    _in_thread(lambda: add.enqueue(1, 2))
    claim = claiming.claim
    failures = [OperationalError("server closed the connection"), OperationalError("connection refused")]

    def claim_of_a_restarting_database(queue: str, name: str) -> Job | None:
        if failures:
            raise failures.pop()
        return claim(queue, name)

    monkeypatch.setattr("kakehashi.foundation.tasks.worker.claim", claim_of_a_restarting_database)
    _in_thread(Worker(["default"], until_empty=True).run)

    assert _states() == [State.DONE]


def test_the_command_knows_the_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[str], bool]] = []
    monkeypatch.setattr(Worker, "run", lambda self: seen.append((list(self.queues), self.until_empty)))
    monkeypatch.setattr("signal.signal", lambda *args: None)

    call_command("work", "--once")
    call_command("work", "--queues", "mail")

    assert seen == [(["default", "mail"], True), (["mail"], False)]
