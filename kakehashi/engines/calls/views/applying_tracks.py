"""The track of an application on its page; the section changes it before the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.forms.applying import MoveTrackForm
from kakehashi.engines.calls.models import Application
from kakehashi.engines.calls.operations.tracks import move_to_track
from kakehashi.engines.calls.rules import is_desk
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.gate import NotPermittedError
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.moves import MoveRefusedError
from kakehashi.foundation.organisations.models import Person


def track_section(application: Application, person: Person) -> dict[str, Any] | None:
    """The way to change it; which one it is stands in the head of the page."""
    has_choice = len(application.call.tracks.all()) > 1 or application.track_id is None
    if application.submitted_at is None or application.is_decided or not has_choice:
        return None
    return {"track_form": MoveTrackForm(application)} if is_desk(person, application) else None


@require_POST
@once
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if not is_desk(request.person, found):
        raise NotPermittedError
    form = MoveTrackForm(found, request.POST)
    if not form.is_valid():
        messages.error(request, _("枠は変えていません。枠を選び、変える理由を書いてください。"))
        return redirect("calls:application", pk)
    try:
        move_to_track(found, form.cleaned_data["track"], by=request.person, why=form.cleaned_data["why"])
    except MoveRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("枠を変えました。申請団体に理由が伝わります。"))
    return redirect("calls:application", pk)
