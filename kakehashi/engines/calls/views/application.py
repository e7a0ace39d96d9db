"""The page of an application, and its moves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.engines.calls import queries
from kakehashi.engines.calls.flow import APPLICATION_FLOW
from kakehashi.engines.calls.operations import MOVES
from kakehashi.engines.calls.views.application_page import page
from kakehashi.foundation.access.requests import SignedInRequest
from kakehashi.foundation.audit.once import once
from kakehashi.foundation.flow.buttons import form_of
from kakehashi.foundation.flow.moves import MoveRefusedError


def application(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.whole_application(request.person), pk=pk)
    return render(request, "calls/application.html", page(found, request.person))


@require_POST
@once
def move(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """Make one move; refused or wrongly filled in, the page comes back with the reason and what was typed."""
    found = get_object_or_404(queries.whole_application(request.person), pk=pk)
    if code not in MOVES:
        raise Http404
    form = form_of(APPLICATION_FLOW, code, request.POST)
    if not form.is_valid():
        return render(request, "calls/application.html", page(found, request.person, form=form), status=422)
    try:
        MOVES[code](found, by=request.person, note=form.cleaned_data["note"])
    except MoveRefusedError as refused:
        found = get_object_or_404(queries.whole_application(request.person), pk=pk)
        context = page(found, request.person, form=form, refused=str(refused))
        return render(request, "calls/application.html", context, status=409)
    messages.success(request, _("「%(move)s」を行いました。") % {"move": APPLICATION_FLOW.move(code).label})
    return redirect("calls:application", pk)
