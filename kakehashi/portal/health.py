"""Is it alive: for whoever watches the installation."""

from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from kakehashi import __version__
from kakehashi.foundation.tasks.queries import health
from kakehashi.kernel import clock
from kakehashi.portal.backup.keeping import last_verified


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the state of the database, the oldest waiting task and the age of the last verified nightly backup, both
    in seconds; 503 when the database is down.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        tasks = health()
    except DatabaseError:
        answer: dict[str, Any] = {"status": "error", "database": "down", "tasks": None, "version": __version__}
        return JsonResponse(answer, status=503)
    answer = {"status": "ok", "database": connection.vendor, "tasks": asdict(tasks), "version": __version__}
    return JsonResponse(answer | {"backup_age_seconds": _backup_age()})


def _backup_age() -> int | None:
    taken_at = last_verified()
    return None if taken_at is None else int((clock.now() - taken_at).total_seconds())
