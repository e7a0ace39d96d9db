"""The emergency pages by the main web server too; the server of their own stands when this one does not."""

import functools
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from kakehashi.services.disaster.site.serving import Folder

PREFIX = "/emergency/"


@functools.cache
def _folder(root: Path) -> Folder:
    return Folder(root)


@login_not_required
def emergency(request: HttpRequest, path: str = "") -> HttpResponse:
    """The file of the release that stands, as `kakehashi.services.disaster.site.serving` answers it."""
    headers = request.headers
    known, accepted = headers.get("If-None-Match", ""), headers.get("Accept-Encoding", "")
    answer = _folder(settings.DISASTER_PAGES).answer(request.method or "", path, accepted, known)
    response = HttpResponse(answer.body, status=answer.status)
    del response.headers["Content-Type"]
    for name, value in answer.headers:
        response.headers[name] = value
    language, _, rest = path.partition("/")
    if rest and answer.status == 200:
        response.headers.setdefault("Content-Language", language)
    return response


class EmergencyMiddleware:
    """Answers these pages before sessions and languages: without the database, and the same for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            return emergency(request, request.path_info.removeprefix(PREFIX))
        return self.get_response(request)
