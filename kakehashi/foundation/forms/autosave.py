"""What the autosave of a page hears back from the engine's view."""

from django.http import JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

from kakehashi.foundation.forms.models import AnswerSheet
from kakehashi.foundation.forms.operations import StaleAnswersError


def autosave_response(saved: AnswerSheet | StaleAnswersError) -> JsonResponse:
    """200 with ``{"revision", "saved_at"}`` ("14:02", Japan), or 409 with the revision that is kept."""
    if isinstance(saved, StaleAnswersError):
        return JsonResponse({"revision": saved.sheet.revision}, status=409)
    at = timezone.localtime(saved.updated_at)
    return JsonResponse({"revision": saved.revision, "saved_at": date_format(at, "H:i")})
