"""Having a bulletin spoken."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.services.disaster.operations.speech import order_speech
from kakehashi.services.disaster.speech.voices import usable_voices
from kakehashi.services.disaster.views.bulletins import writable


@require_POST
@once
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """In the language that is shown, or in all that have a voice."""
    found = writable(request, pk)
    shown = request.POST.get("language", "")
    try:
        spoken = order_speech(found, sorted(usable_voices()) if "all" in request.POST else [shown], by=request.person)
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("disaster:bulletin", pk)
    if spoken:
        messages.success(request, _("音声を作り始めました。このページを離れても続きます。"))
    else:
        messages.error(request, _("この言語の声は設定されていません。"))
    return redirect(f"{reverse('disaster:bulletin_texts', args=[pk])}?{urlencode({'language': shown})}")
