"""`@once`: a form that is sent twice (double click, retry after a broken line, back button) takes effect once.

The form carries a hidden field ``_once`` with a key of its own. Everything happens in one transaction: the key is
written, the view runs, the redirect is remembered with the key. A second request with the same key waits for the first
and is answered by the same redirect; what has been sent from another body or by another person is refused in words.
A page that is shown again (field errors) forgets the key, so the mended form may be sent.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from kakehashi.foundation.audit.models import OnceKey
from kakehashi.foundation.organisations.models import Person
from kakehashi.kernel import clock

FIELD = "_once"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_UNCOMPARED = {FIELD, "csrfmiddlewaretoken"}
R = TypeVar("R", bound=HttpRequest)
P = ParamSpec("P")


def new_key() -> str:
    """A key for one form on one page."""
    return secrets.token_urlsafe(18)


def once(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
    """Let a POST with a key take effect once; see the module. Without a key it works like any form."""

    @wraps(view)
    def sent_once(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        sent = request.POST.get(FIELD, "")
        with transaction.atomic():
            if not _KEY.fullmatch(sent):
                return view(request, *args, **kwargs)
            row, is_new = OnceKey.objects.get_or_create(
                key=sent,
                defaults={"person": _person(request), "digest": digest_of(request), "at": clock.now()},
            )
            if not is_new:
                return _answer_again(request, row)
            response = view(request, *args, **kwargs)
            if 300 <= response.status_code < 400:
                row.location = response["Location"]
                row.save(update_fields=["location"])
            else:
                row.delete()
            return response

    return sent_once


def _answer_again(request: HttpRequest, row: OnceKey) -> HttpResponse:
    if row.person == _person(request) and row.digest == digest_of(request):
        return HttpResponseRedirect(row.location)
    came_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return render(request, "audit/already_sent.html", {"back": came_from if own else "/"}, status=409)


def _person(request: HttpRequest) -> Person | None:
    person: Person | None = getattr(request, "person", None)
    return person


def digest_of(request: HttpRequest) -> str:
    """SHA-256 over address, fields and files as they were sent, without key and CSRF token."""
    fields = {name: values for name, values in request.POST.lists() if name not in _UNCOMPARED}
    files = {name: [_file_digest(file) for file in found] for name, found in request.FILES.lists()}
    return hashlib.sha256(json.dumps([request.get_full_path(), fields, files], sort_keys=True).encode()).hexdigest()


def _file_digest(file: UploadedFile) -> list[str]:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return [file.name or "", digest.hexdigest()]
