from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from kakehashi import __version__


@pytest.mark.django_db
def test_health_is_told_to_anybody(client: Client) -> None:
    answer = client.get("/healthz")

    tasks = {"oldest_waiting_seconds": 0, "waiting": 0, "running": 0, "failed": 0}
    told = {"status": "ok", "database": connection.vendor, "tasks": tasks, "version": __version__}
    assert (answer.status_code, answer.json()) == (200, told | {"backup_age_seconds": None})


@pytest.mark.django_db
def test_a_database_that_is_down_is_told_with_503(client: Client) -> None:
    def _refuse(execute: Callable[..., Any], *arguments: Any) -> None:
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(_refuse):
        answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "error", "database": "down", "tasks": None, "version": __version__}
