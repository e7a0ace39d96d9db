"""What the autosave of a page hears back from the view that keeps it."""

import datetime as dt
from typing import Protocol

from django.http import JsonResponse
from django.utils import timezone
from django.utils.formats import date_format


class Kept(Protocol):
    """An answer sheet, or whatever else is kept while it is typed."""

    @property
    def revision(self) -> int: ...

    @property
    def updated_at(self) -> dt.datetime: ...


def autosave_response(saved: Kept) -> JsonResponse:
    """200 with ``{"revision", "saved_at"}`` ("14:02", Japan)."""
    at = timezone.localtime(saved.updated_at)
    return JsonResponse({"revision": saved.revision, "saved_at": date_format(at, "H:i")})


def kept_elsewhere_response(kept: Kept) -> JsonResponse:
    """409 with the revision that is kept: nothing was saved."""
    return JsonResponse({"revision": kept.revision}, status=409)
