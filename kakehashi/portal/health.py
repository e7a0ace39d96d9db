"""Is it alive: for whoever watches the installation."""

from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from kakehashi import __version__
from kakehashi.foundation.tasks.queries import health


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the state of the database and the oldest waiting task in seconds; 503 when the database is down."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        tasks = health()
    except DatabaseError:
        answer: dict[str, Any] = {"status": "error", "database": "down", "tasks": None, "version": __version__}
        return JsonResponse(answer, status=503)
    answer = {"status": "ok", "database": connection.vendor, "tasks": asdict(tasks), "version": __version__}
    return JsonResponse(answer)
