"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demonstration": settings.DEMONSTRATION,
        "person": getattr(request, "person", None),
        "languages": [(code, get_language_info(code)["name_local"]) for code in settings.STAFF_LANGUAGES],
    }
